/** What the server answers with (docs/protocol.md, "Errors and close codes"). */
export type ServerErrorCode =
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "not_member"
  | "too_large"
  | "rate_limited"
  | "unavailable"
  | "timeout"
  | "conflict"
  | "internal";

/**
 * What the client itself refuses with.
 * - `closed`: the client was closed, or stopped for good; see {@link RealtimeError.closeCode}.
 * - `queue_full`: as many items wait as `queue.maxItems` allows.
 * - `connection_lost`: sent, but not answered before the connection was lost, and not safe to repeat.
 * - `overflow`: an iterator's buffer is full because its loop is too slow, or too many inbox handlers do not end.
 * - `handler`: a handler of the application threw; the original is the `cause`.
 * - `protocol`: the server sent what this client does not understand.
 */
export type ClientErrorCode = "closed" | "queue_full" | "connection_lost" | "overflow" | "handler" | "protocol";

/** Details of a {@link RealtimeError}. */
export interface RealtimeErrorDetails {
  /** Milliseconds after which trying again makes sense. */
  retryAfterMs?: number | undefined;
  /** Whether the message was on its way to the server, so that it may have been stored although nobody said so. */
  maybeStored?: boolean | undefined;
  /** The WebSocket close code that ended the connection for good. */
  closeCode?: number | undefined;
  /** What led to it. */
  cause?: unknown;
}

/** Every failure of this client. Distinguish by {@link RealtimeError.code}; the message is for people. */
export class RealtimeError extends Error {
  override readonly name = "RealtimeError";
  /** Milliseconds after which trying again makes sense, where the server said so. */
  readonly retryAfterMs: number | undefined;
  /** Whether the message was sent, and nobody knows if it was stored. Never for what the server refused as wrong or not allowed. */
  readonly maybeStored: boolean;
  /** The close code that ended the connection for good, where there was one. */
  readonly closeCode: number | undefined;

  constructor(
    /** What went wrong. A newer server may know codes that are not listed here. */
    readonly code: ServerErrorCode | ClientErrorCode,
    message: string,
    details: RealtimeErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.retryAfterMs = details.retryAfterMs;
    this.maybeStored = details.maybeStored ?? false;
    this.closeCode = details.closeCode;
  }
}

/** Whatever was thrown, as an error of this client. */
export function asRealtimeError(thrown: unknown, code: ServerErrorCode | ClientErrorCode): RealtimeError {
  return thrown instanceof RealtimeError ? thrown : new RealtimeError(code, thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
