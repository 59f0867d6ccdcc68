// Rooms on Socket.IO, WebSocket transport only. With the address of a Redis as its argument, several servers share their rooms through it.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });

// As the documentation advises for memory: the first request is not needed any more.
io.engine.on('connection', (raw) => {
  raw.request = null;
});

const redis = process.argv[2];
if (redis !== undefined) {
  const { createAdapter } = await import('@socket.io/redis-adapter');
  const { createClient } = await import('redis');
  const publisher = createClient({ url: `redis://${redis}` });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

io.on('connection', (socket) => {
  socket.on('join', async (room, done) => {
    await socket.join(room);
    done();
  });
  socket.on('publish', (room, data, done) => {
    socket.to(room).emit('room', room, data);
    done?.();
  });
});

http.listen(0, '127.0.0.1', () => console.log(`listening 127.0.0.1:${http.address().port}`));
