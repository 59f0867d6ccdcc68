/** A place in a log, and the life of the log that it belongs to. */
export interface Position {
  /** The last message that is there, 0 before the first. */
  readonly seq: number;
  /** Left out while the client has not heard it. */
  readonly epoch?: string | undefined;
}

/** Where a client stands: plain JSON, to be kept over a reload. Holds no message and no credential, but the session's id is not for others. */
export interface ClientSnapshot {
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Up to where the inbox was acknowledged: what was not, comes again. */
  readonly inbox?: Position | undefined;
  readonly rooms: Readonly<Record<string, Position>>;
  readonly groups: Readonly<Record<string, Position>>;
  readonly privates: Readonly<Record<string, Position>>;
}
