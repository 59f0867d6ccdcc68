/**
 * What a close code asks of the client.
 * - `resume`: connect again with the session id, after the usual delay.
 * - `wait`: the same, but not soon.
 * - `token`: connect again with a fresh token.
 * - `session`: connect again without the session, which is somebody else's.
 * - `shrink`: a message was too large; give it up, then resume.
 * - `stop`: do not come back.
 */
export type CloseAction = "resume" | "wait" | "token" | "session" | "shrink" | "stop";

const actions: ReadonlyMap<number, CloseAction> = new Map<number, CloseAction>([
  [1000, "stop"],
  [1002, "stop"],
  [1003, "stop"],
  [1007, "stop"],
  [1008, "stop"],
  [1009, "shrink"],
  [4401, "token"],
  [4403, "session"],
  [4409, "stop"],
  [4429, "wait"],
]);

/** The advice for a code. Everything that is not known is taken as a lost connection: a code of the future must not strand clients. */
export function actionOf(code: number): CloseAction {
  return actions.get(code) ?? "resume";
}
