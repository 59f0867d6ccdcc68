import type { TokenReason, TokenSource } from "./options.js";

/** Holds the token that is in use, and knows when it runs out. */
export class Tokens {
  #token: string | undefined;
  #expiresAt: number | undefined;
  #asked: Promise<string> | undefined;

  constructor(private readonly source: string | TokenSource | undefined) {}

  /** Whether a rejected token can be replaced by a better one. */
  get renewable(): boolean {
    return typeof this.source === "function";
  }

  /** When the token runs out, in milliseconds since 1970; undefined where it does not say. */
  get expiresAt(): number | undefined {
    return this.#expiresAt;
  }

  /** What the next `get` gives must be a fresh one. */
  reject(): void {
    this.#token = undefined;
  }

  /** The token in use while it lasts. */
  async get(reason: TokenReason): Promise<string | undefined> {
    if (typeof this.source !== "function") {
      return this.source;
    }
    if (this.#token !== undefined && reason === "connect" && (this.#expiresAt ?? Infinity) > Date.now()) {
      return this.#token;
    }
    // One question at a time, whoever asks.
    this.#asked ??= Promise.resolve(this.source(reason)).finally(() => (this.#asked = undefined));
    const token = await this.#asked;
    this.#token = token;
    this.#expiresAt = expiryOf(token);
    return token;
  }
}

/** The claim `exp` of a JWT in milliseconds. Unverified: it only says when to ask for the next. */
export function expiryOf(token: string): number | undefined {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === "number" ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
