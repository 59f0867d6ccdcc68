// Rooms on ws. A message goes to the others in its room as it came; one with an id is answered.
import { WebSocketServer } from 'ws';

const rooms = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });

server.on('connection', (socket) => {
  const joined = [];
  socket.on('error', () => {});
  socket.on('close', () => joined.forEach((members) => members.delete(socket)));
  socket.on('message', (data, isBinary) => {
    const message = JSON.parse(data);
    let members = rooms.get(message.room);
    if (message.type === 'join') {
      if (members === undefined) {
        members = new Set();
        rooms.set(message.room, members);
      }
      members.add(socket);
      joined.push(members);
      socket.send('{"type":"joined"}');
      return;
    }

    if (members !== undefined) {
      for (const member of members) {
        if (member !== socket) {
          member.send(data, { binary: isBinary });
        }
      }
    }
    if (message.id !== undefined) {
      socket.send(`{"type":"ok","id":${message.id}}`);
    }
  });
});

server.on('listening', () => console.log(`listening 127.0.0.1:${server.address().port}`));
