/**
 * The HTTP API, in somebody's name.
 * @typedef {{ mode: "development", userId: string, role?: "admin" | "service" | undefined } | { mode: "jwt", token: string }} Credentials
 * @typedef {{ method?: string, body?: unknown, signal?: AbortSignal }} Call
 */

const unreachable = "The gateway cannot be reached.";

/** What went wrong with a call. `code` is the server's word (docs/protocol.md, "Errors"), or `network` where there was no answer. */
export class ApiError extends Error {
  /**
   * @param {number} status HTTP status; 0 where there was no answer
   * @param {string} code
   * @param {string} message
   * @param {number} [retryAfterMs]
   */
  constructor(status, code, message, retryAfterMs) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** Nobody, or somebody whose token is no longer taken. */
  get isUnauthorized() {
    return this.status === 401;
  }

  /** Somebody who may not. */
  get isForbidden() {
    return this.status === 403;
  }
}

/**
 * Calls the API and reads the JSON that it answers with; `undefined` where there is none.
 * @param {Credentials} credentials
 * @param {string} path for example `/api/v1/groups`
 * @param {Call} [call]
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export async function fetchJson(credentials, path, { method = "GET", body, signal } = {}) {
  const url = new URL(path.replace(/^\//, ""), document.baseURI);
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (credentials.mode === "jwt") {
    headers["Authorization"] = `Bearer ${credentials.token}`;
  } else {
    url.searchParams.set("user_id", credentials.userId);
    if (credentials.role !== undefined) {
      url.searchParams.set("role", credentials.role);
    }
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let response;
  let text;
  try {
    response = await fetch(url, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal: signal ?? null, cache: "no-store", credentials: "same-origin" });
    text = await response.text();
  } catch (thrown) {
    throw signal?.aborted ? thrown : new ApiError(0, "network", unreachable);
  }
  const answer = parse(text);
  if (!response.ok) {
    const retry = Number(response.headers.get("Retry-After"));
    throw new ApiError(response.status, String(answer?.code ?? "internal"), String(answer?.detail ?? answer?.title ?? `The server answered ${response.status}.`), retry > 0 ? retry * 1_000 : undefined);
  }
  return answer;
}

/** @param {string} text */
function parse(text) {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Words for whatever was thrown, with the code that the protocol's page explains.
 * @param {unknown} thrown
 */
export function wordsOf(thrown) {
  if (!(thrown instanceof Error)) {
    return String(thrown);
  }
  const code = /** @type {{ code?: unknown }} */ (thrown).code;
  return typeof code === "string" ? `${thrown.message} (${code})` : thrown.message;
}
