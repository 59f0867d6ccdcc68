import { setFallbackSocket, type WebSocketLike } from "./socket.js";

export * from "./index.js";

if (typeof WebSocket === "undefined") {
  // Optional: whoever passes createSocket needs no package. The name is not a literal, so that types of ws are not needed to compile.
  const name = "ws";
  try {
    const { WebSocket: Ws } = (await import(name)) as { WebSocket: new (url: string, options: object) => WebSocketLike };
    setFallbackSocket((url) => new Ws(url, { perMessageDeflate: true }));
  } catch {
    // The first connect says what is missing.
  }
}
