// Two users chat with the `ws` package, compression on, and one of them comes back after its socket was destroyed.
// usage: node chat.mjs ws://127.0.0.1:8080/ws ROOM     prints "ok"
import assert from 'node:assert/strict';
import WebSocket from 'ws';

const [url, room] = process.argv.slice(2);
const patience = 20_000;
setTimeout(() => { console.error('no answer in time'); process.exit(1); }, patience).unref();

function connect(query) {
  const socket = new WebSocket(`${url}?${query}`, { perMessageDeflate: true });
  const frames = [];
  const waiting = [];
  socket.on('message', (text, isBinary) => {
    assert.equal(isBinary, false);
    const frame = JSON.parse(text);
    const waiter = waiting.shift();
    if (waiter) waiter(frame); else frames.push(frame);
  });
  socket.on('error', error => { console.error(error); process.exit(1); });
  return {
    socket,
    send: frame => socket.send(JSON.stringify(frame)),
    next: () => frames.length ? Promise.resolve(frames.shift()) : new Promise(resolve => waiting.push(resolve)),
  };
}

const alice = connect(`user_id=alice&room_id=${room}`);
const bob = connect(`user_id=bob&room_id=${room}`);
assert.equal((await alice.next()).type, 'connected');
const { session_id } = await bob.next();
assert.match(alice.socket.extensions, /permessage-deflate/);

const long = 'compressible '.repeat(2_000);
alice.send({ type: 'room', id: 'a1', room_id: room, data: { long } });
const reply = await alice.next();
assert.equal(reply.type, 'reply');
assert.equal(reply.ok, true);
const heard = await bob.next();
assert.equal(heard.data.long, long);
assert.equal(heard.seq, reply.seq);

bob.socket.terminate();
alice.send({ type: 'room', id: 'a2', room_id: room, data: 'while bob was away' });
assert.equal((await alice.next()).ok, true);
const again = connect(`user_id=bob&session_id=${session_id}`);
assert.equal((await again.next()).resumed, true);
again.send({ type: 'resume', id: 'r', rooms: { [room]: heard.seq } });
assert.equal((await again.next()).type, 'reply');
assert.equal((await again.next()).data, 'while bob was away');

const closed = new Promise(resolve => again.socket.on('close', resolve));
again.socket.close(1000);
assert.equal(await closed, 1000);
alice.socket.close();
console.log('ok');
