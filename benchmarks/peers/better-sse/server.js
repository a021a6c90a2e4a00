// A channel for each topic, in one process: several would need a broker between them.
import { createServer } from "node:http";
import { createChannel, createSession } from "better-sse";

const channels = new Map();
let events = 0;

function channel(topic) {
    let found = channels.get(topic);
    if (!found) {
        found = createChannel();
        channels.set(topic, found);
    }
    return found;
}

async function subscribe(request, response, topics) {
    // The data are text, not JSON.
    const session = await createSession(request, response, { serializer: String });
    topics.forEach((topic) => channel(topic).register(session));
}

function publish(request, response, topic) {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
        events += 1;
        channel(topic).broadcast(Buffer.concat(parts).toString(), "message", { eventId: String(events) });
        response.writeHead(204).end();
    });
}

const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://127.0.0.1");
    if (pathname === "/ready") {
        response.end("ready");
    } else if (pathname !== "/events") {
        response.writeHead(404).end();
    } else if (request.method === "POST") {
        publish(request, response, searchParams.get("topic"));
    } else {
        subscribe(request, response, searchParams.getAll("topic")).catch(() => response.destroy());
    }
});
server.keepAliveTimeout = 0;
server.listen({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4096 });
