// node follow.mjs STREAM START_ID URL…: prints every entry of a stream, one line of JSON each.
import { follow } from './stream-client.mjs';

const [stream, startId, ...servers] = process.argv.slice(2);
if (servers.length === 0) {
    console.error('usage: node follow.mjs STREAM START_ID URL…, for example: node follow.mjs prices $ http://127.0.0.1:8080');
    process.exit(2);
}

// The development mode of the server takes who you are from the query; elsewhere it is ?token=<jwt>.
const urls = servers.map(server => `${server.replace(/^http/, 'ws')}/ws?user_id=follower&role=service`);
const print = line => console.log(JSON.stringify(line));
follow(urls, stream, { startId, onEntry: entry => print({ entry }), onGap: gap => print({ gap }), onState: state => print({ state }) });
