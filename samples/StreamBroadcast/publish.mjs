// node publish.mjs STREAM COUNT URL…: publishes prices, each once, whichever server fails meanwhile.
const [stream, count, ...servers] = process.argv.slice(2);
if (servers.length === 0) {
    console.error('usage: node publish.mjs STREAM COUNT URL…, for example: node publish.mjs prices 100 http://127.0.0.1:8080');
    process.exit(2);
}

const run = crypto.randomUUID();
let server = 0;

async function publish(data, key) {
    while (true) {
        try {
            const answer = await fetch(`${servers[server % servers.length]}/api/v1/streams/${stream}/messages?user_id=publisher&role=service`, {
                method: 'POST',
                // The same key each time: what was stored and not answered is not stored again.
                headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
                body: JSON.stringify({ data }),
                signal: AbortSignal.timeout(15_000),
            });
            if (answer.ok) {
                return (await answer.json()).id;
            }

            if (answer.status < 500) {
                throw new Refused(await answer.text());
            }
        } catch (error) {
            if (error instanceof Refused) {
                throw error;
            }
        }

        server++;
        await new Promise(resolve => setTimeout(resolve, 250));
    }
}

class Refused extends Error {}

for (let i = 0; i < Number(count); i++) {
    const id = await publish({ number: i, price: (100 + 10 * Math.sin(i / 10)).toFixed(2) }, `${run}-${i}`);
    console.log(JSON.stringify({ published: i, id }));
    await new Promise(resolve => setTimeout(resolve, 20));
}
