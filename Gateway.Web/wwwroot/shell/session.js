import { ApiError, fetchJson } from "./api.js";
import { readToken } from "./token.js";

/**
 * Who uses the console. In development mode an administrator by name; elsewhere whoever a token says. The token is kept in this tab's
 * sessionStorage alone: it ends with the tab, and never stands in an address of the page.
 * @typedef {{ auth_mode: "development" | "jwt", version: string, instance_id: string }} Server
 * @typedef {import("./api.js").Call & { role?: "admin" | "service" }} SessionCall
 */

const key = "realtime-console-token";
const developmentUser = "console";
const longestTimerMs = 2 ** 31 - 1;

export class Session {
  /** @type {string | undefined} */
  #token;
  /** @type {Set<(reason: string) => void>} */
  #signedOut = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry;

  /** @param {Server} server */
  constructor(server) {
    this.mode = server.auth_mode;
    this.version = server.version;
    this.instanceId = server.instance_id;
    const token = this.mode === "jwt" ? sessionStorage.getItem(key) : null;
    if (token !== null) {
      this.#take(token);
    }
  }

  /** Whether calls can be made: always in development mode. */
  get isSignedIn() {
    return this.mode === "development" || this.#token !== undefined;
  }

  /** The user; empty while nobody has signed in. */
  get userId() {
    return this.mode === "development" ? developmentUser : (readToken(this.#token ?? "")?.userId ?? "");
  }

  /** @returns {string[]} */
  get roles() {
    return this.mode === "development" ? ["admin"] : (readToken(this.#token ?? "")?.roles ?? []);
  }

  /**
   * What calls prove the user with. In development mode the role is whatever the call needs; a token has the roles that it has.
   * @param {"admin" | "service"} [role]
   * @returns {import("./api.js").Credentials}
   */
  credentials(role = "admin") {
    return this.mode === "development" ? { mode: "development", userId: developmentUser, role } : { mode: "jwt", token: this.#token ?? "" };
  }

  /**
   * Calls the HTTP API with the user's credentials. A 401 ends the session before it is thrown.
   * @param {string} path
   * @param {SessionCall} [call]
   * @returns {Promise<any>} the JSON; `undefined` where the answer has none
   * @throws {ApiError} with `status`, `code`, `message`, `isUnauthorized`, `isForbidden`
   */
  async fetchJson(path, { role, ...call } = {}) {
    const token = this.#token;
    try {
      return await fetchJson(this.credentials(role), path, call);
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.isUnauthorized && this.mode === "jwt" && token === this.#token) {
        this.signOut("The server no longer takes this token. Sign in with a fresh one.");
      }
      throw thrown;
    }
  }

  /**
   * Takes a token once the server has taken it.
   * @param {string} text
   * @throws {ApiError}
   */
  async signIn(text) {
    const token = text.trim().replace(/^Bearer\s+/i, "");
    const claims = readToken(token);
    if (claims === undefined) {
      throw new ApiError(0, "bad_request", "This is no JSON Web Token with a claim 'sub': it has three parts with dots between them.");
    }
    if (!claims.roles.includes("admin")) {
      throw new ApiError(0, "forbidden", `The token of '${claims.userId}' does not have the role 'admin'.`);
    }
    // Any call that every user may make tells whether signature and time are right.
    await fetchJson({ mode: "jwt", token }, "/api/v1/groups");
    sessionStorage.setItem(key, token);
    this.#take(token);
  }

  /**
   * Forgets the token. Whoever listens is told why.
   * @param {string} [reason]
   */
  signOut(reason = "Signed out.") {
    if (this.#token === undefined) {
      return;
    }
    clearTimeout(this.#expiry);
    this.#token = undefined;
    sessionStorage.removeItem(key);
    [...this.#signedOut].forEach((listener) => listener(reason));
  }

  /**
   * Calls a function when the user signs out, or is signed out: views end their work then. Returns what removes it.
   * @param {(reason: string) => void} listener
   */
  onSignOut(listener) {
    this.#signedOut.add(listener);
    return () => void this.#signedOut.delete(listener);
  }

  /** @param {string} token */
  #take(token) {
    const claims = readToken(token);
    if (claims === undefined || (claims.expiresAt !== undefined && claims.expiresAt <= Date.now())) {
      sessionStorage.removeItem(key);
      return;
    }
    this.#token = token;
    if (claims.expiresAt !== undefined) {
      this.#expiry = setTimeout(() => this.signOut("The token has run out. Sign in with a fresh one."), Math.min(longestTimerMs, claims.expiresAt - Date.now()));
    }
  }
}

/** Asks the server how one signs in, and makes the session. */
export async function openSession() {
  const response = await fetch(new URL("console.json", document.baseURI), { cache: "no-store" });
  if (!response.ok) {
    throw new ApiError(response.status, "unavailable", `The server answered ${response.status}.`);
  }
  return new Session(await response.json());
}
