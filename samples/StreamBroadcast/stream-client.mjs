// Follows a stream over WebSocket, in browsers and in Node.js 22 or later. Entries come once and in order, also when the connection is lost or its gateway is:
// the client holds the id of the last entry, and goes on behind it, at whichever of its servers answers.

const firstPause = 250;
const longestPause = 10_000;

/**
 * @param {string[]} urls where to connect, credentials included: `ws://127.0.0.1:8080/ws?user_id=ann&role=service`; tried one after the other
 * @param {string} stream the stream's name
 * @param {{startId?: string, onEntry: (entry: {id: string, data: any, timestamp: number}) => void, onGap?: (gap: object) => void, onState?: (state: string) => void}} options
 *   `startId`: `$` for what comes from now on (the default), `0` for all that the stream holds, or the id of the last entry that you know
 * @returns {() => void} ends it
 */
export function follow(urls, stream, { startId = '$', onEntry, onGap = () => {}, onState = () => {} }) {
    let position = startId;
    let attempts = 0;
    let ended = false;
    let socket;
    let timer;

    const connect = () => {
        socket = new WebSocket(urls[attempts % urls.length]);
        socket.onopen = () => socket.send(JSON.stringify({ type: 'stream.subscribe', id: `subscribe-${attempts}`, stream, start_id: position }));
        socket.onmessage = ({ data }) => receive(JSON.parse(data));
        socket.onclose = () => {
            if (!ended) {
                // Twice as long each time, and not all clients at once.
                const pause = Math.min(longestPause, firstPause * 2 ** Math.min(attempts++, 10)) * (0.5 + Math.random() / 2);
                onState(`lost: again in ${Math.round(pause)} ms`);
                timer = setTimeout(connect, pause);
            }
        };
        // Whatever the error is, the socket closes after it.
        socket.onerror = () => {};
    };

    const receive = frame => {
        if (frame.type === 'reply') {
            // From here on '$' is a place in the stream, which must not move while the connection is away.
            position = position === '$' ? frame.last_id : position;
            attempts = 0;
            onState('following');
        } else if (frame.type === 'stream' && frame.stream === stream) {
            position = frame.id;
            onEntry({ id: frame.id, data: frame.data, timestamp: frame.timestamp });
        } else if (frame.type === 'gap' && frame.stream === stream) {
            onGap(frame);
        } else if (frame.type === 'error') {
            onState(`refused: ${frame.code}: ${frame.message}`);
            socket.close();
        }
    };

    connect();
    return () => {
        ended = true;
        clearTimeout(timer);
        socket.close();
    };
}
