/**
 * The socket of one attempt, with a log of what goes through it.
 * @typedef {import("../client/realtime.js").WebSocketLike} WebSocketLike
 * @typedef {import("./frame-log.js").FrameLog} FrameLog
 */

/** Free for applications: the gateway keeps the session, and the client comes back for it. */
const droppedOnPurpose = 4000;

/** Makes sockets, and can take them away: what a bad network does, at the press of a button. */
export class SocketSource {
  /** @type {WebSocket | undefined} */
  #socket;
  #offline = false;

  /** @param {FrameLog} log */
  constructor(log) {
    this.log = log;
  }

  /** Whether there is no network for this user. */
  get offline() {
    return this.#offline;
  }

  set offline(offline) {
    this.#offline = offline;
    this.log.add("note", offline ? "Offline on purpose: every attempt fails." : "Online again.");
    if (offline) {
      this.drop();
    }
  }

  /** Ends the socket of this moment. */
  drop() {
    this.#socket?.close(droppedOnPurpose, "dropped by the console");
  }

  /**
   * @param {string} url
   * @returns {WebSocketLike}
   */
  create(url) {
    if (this.#offline) {
      return failedSocket();
    }
    const socket = new WebSocket(url);
    this.#socket = socket;
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      // What a socket that is closing is given goes nowhere; browsers complain about it.
      if (socket.readyState === WebSocket.OPEN) {
        this.log.add("out", String(data));
        send(data);
      }
    };
    socket.addEventListener("open", () => this.log.add("note", "Socket open."));
    socket.addEventListener("message", ({ data }) => this.log.add("in", String(data)));
    socket.addEventListener("close", ({ code, reason }) => {
      this.log.add("note", `Socket closed: ${code}${reason === "" ? "" : ` (${reason})`}.`);
      if (this.#socket === socket) {
        this.#socket = undefined;
      }
    });
    return socket;
  }
}

/** @returns {WebSocketLike} */
function failedSocket() {
  /** @type {WebSocketLike} */
  const socket = { onopen: null, onmessage: null, onerror: null, onclose: null, bufferedAmount: 0, send() {}, close() {} };
  setTimeout(() => socket.onclose?.({ code: 1006, reason: "offline on purpose" }), 50);
  return socket;
}
