import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { Connection } from '../src/connection.js';

const PROBLEM = { 'Content-Type': 'application/problem+json' };
const STREAM = { 'Content-Type': 'text/event-stream' };
const problem = detail => JSON.stringify({ title: 'Bad', detail });

/** A server that answers each request by the next of these, the last one for ever. */
async function serving(...answers) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push({ at: performance.now(), headers: request.headers });
    answers[Math.min(requests.length, answers.length) - 1](response, request);
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  return {
    requests,
    url: `http://127.0.0.1:${server.address().port}/events`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What came late may be the fault of a machine that stood still for a moment; what came early never is. */
class Late extends Error {}

function within(millis, least, most) {
  assert.ok(millis >= least, `early: ${millis}`);
  if (millis >= most) {
    throw new Late(`late: ${millis}`);
  }
}

/** A test of times, which is made up to three times if something came late. */
const timed = (name, check) => test(name, async () => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await check();
    } catch (failure) {
      if (!(failure instanceof Late) || attempt === 3) {
        throw failure;
      }
    }
  }
});

const answer = (status, headers, body = '') => response => response.writeHead(status, headers).end(body);
const streaming = (...pieces) => response => {
  response.writeHead(200, STREAM);
  pieces.forEach(piece => response.write(piece));
};

/** A connection, and all that it tells. */
function connected(url, more = {}) {
  const told = { events: [], fields: [], downs: [], refusals: [], openedAt: [] };
  let lastEventId = '';
  const connection = new Connection({
    request: async renew => ({ url, headers: more.headers?.(renew) ?? {} }),
    resume: () => lastEventId,
    heartbeat: more.heartbeat ?? 15_000,
    on: {
      events: (events, id) => {
        told.events.push(...events.map(({ data }) => data));
        lastEventId = id;
      },
      field: (name, value) => (name === 'answered' ? told.openedAt.push(performance.now()) : told.fields.push([name, value])),
      down: error => told.downs.push(error),
      refused: error => told.refusals.push(error),
    },
  });
  return { connection, told };
}

async function until(condition, what = 'it happens', longest = 8_000) {
  const end = performance.now() + longest;
  while (!condition()) {
    assert.ok(performance.now() < end, `not in time: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

async function running(answers, more, check) {
  const server = await serving(...answers);
  const { connection, told } = connected(server.url, more);
  try {
    await check(server, told, connection);
  } finally {
    connection.close();
    server.close();
  }
}

const each = (status, headers, body, words) => test(`${status} ${headers['Content-Type']} is for good, in words`, () =>
  running([answer(status, headers, body)], {}, async (server, { refusals, downs }) => {
    await until(() => refusals.length);
    assert.equal(refusals[0].status, status);
    assert.match(refusals[0].message, words);
    assert.equal(downs.length, 0);
    assert.equal(server.requests.length, 1);
  }));

each(400, PROBLEM, problem('topic pattern must not be empty'), /^topic pattern must not be empty$/);
each(403, PROBLEM, problem('this topic is not yours'), /^this topic is not yours$/);
each(404, { 'Content-Type': 'text/html' }, '<h1>Not Found</h1>', /answers 404 Not Found/);
each(200, { 'Content-Type': 'text/html' }, '<h1>Welcome</h1>', /answers 200 OK text\/html/);
each(200, { 'Content-Type': 'text/event-streams' }, '', /answers 200 OK text\/event-streams/);
each(204, {}, '', /answers 204/);

for (const [status, headers] of [[503, PROBLEM], [429, PROBLEM]]) {
  timed(`${status} with Retry-After is obeyed to the moment, and told`, () =>
    running([answer(status, { ...headers, 'Retry-After': '1' }, problem('come back')), streaming('data: a\n\n')], {},
      async (server, { events, downs }, connection) => {
        await until(() => downs.length);
        connection.wake();
        await until(() => events.length);
        const waited = server.requests[1].at - server.requests[0].at;
        within(waited, 990, 1_400);
        assert.equal(downs[0].message, 'come back');
        assert.equal(downs[0].status, status);
      }));
}

timed('the come-back answer is obeyed to the moment', () =>
  running([answer(200, STREAM, 'retry: 700\n\n'), streaming('data: a\n\n')], {}, async (server, { events }) => {
    await until(() => events.length);
    const waited = server.requests[1].at - server.requests[0].at;
    within(waited, 690, 1_000);
  }));

timed('a 502 passes, with delays that grow and are never below what the server told', () =>
  running([
    response => response.writeHead(200, STREAM).end('retry: 200\n\ndata: a\nid: 1\n\n'),
    ...Array(3).fill(answer(502, { 'Content-Type': 'text/html' }, '<h1>Bad Gateway</h1>')),
    streaming('data: b\nid: 2\n\n'),
  ], {}, async (server, { events, downs }) => {
    await until(() => events.length === 2);
    const at = server.requests.map(request => request.at);
    const waits = at.slice(1).map((time, i) => time - at[i]);
    [200, 200, 400, 800].forEach((least, i) => within(waits[i], least - 5, 1.3 * least + 200));
    assert.match(downs[1].message, /answers 502 Bad Gateway/);
    assert.deepEqual(server.requests.map(({ headers }) => headers['last-event-id']), [undefined, '1', '1', '1', '1']);
  }));

test('an event that was cut off is not told, and what follows continues after the last whole one', () =>
  running([
    response => {
      response.writeHead(200, STREAM);
      response.write('retry: 100\n\nid: 1\ndata: a\n\nid: 2\ndata: b', () => setTimeout(() => response.destroy(), 50));
    },
    streaming('id: 2\ndata: b\n\n'),
  ], {}, async (server, { events }) => {
    await until(() => events.length === 2);
    assert.deepEqual(events, ['a', 'b']);
    assert.equal(server.requests[1].headers['last-event-id'], '1');
  }));

timed('a stream without a byte for 2.5 heartbeats is dead', () =>
  running([streaming('retry: 100\n\n: here I am\n\n')], { heartbeat: 400 }, async (server, { downs }) => {
    await until(() => server.requests.length === 2);
    const silent = server.requests[1].at - server.requests[0].at;
    within(silent, 1_000, 2_000);
    assert.match(downs[0].message, /dead/);
  }));

test('a server that takes the request and never answers is dead too', () =>
  running([() => {}, streaming('data: a\n\n')], { heartbeat: 200 }, async (server, { events }) => {
    await until(() => events.length, 'it is tried again', 12_000);
  }));

test('a heartbeat that the server tells of counts instead of the one that was assumed', () =>
  running([streaming('retry: 100\nheartbeat: 200\n\n')], { heartbeat: 60_000 }, async server => {
    await until(() => server.requests.length === 2);
  }));

test('a silent stream that has its heartbeats lives', () =>
  running([response => {
    response.writeHead(200, STREAM);
    const beating = setInterval(() => response.write(':\n'), 100);
    response.on('close', () => clearInterval(beating));
  }], { heartbeat: 100 }, async (server, { downs }) => {
    await new Promise(resolve => setTimeout(resolve, 1_500));
    assert.equal(server.requests.length, 1);
    assert.equal(downs.length, 0);
  }));

test('a 401 has the token renewed once, and again the next time', () => {
  const renewals = [];
  const headers = renew => {
    renewals.push(renew);
    return { Authorization: `Bearer ${renewals.length}` };
  };
  return running([
    answer(401, PROBLEM, problem('the token has expired')),
    response => response.writeHead(200, STREAM).end('retry: 50\n\ndata: a\n\n'),
    answer(401, PROBLEM, problem('the token has expired')),
    answer(401, PROBLEM, problem('the token is not known')),
  ], { headers }, async (server, { events, refusals }) => {
    await until(() => refusals.length);
    assert.deepEqual(events, ['a']);
    assert.deepEqual(renewals, [false, true, false, true]);
    assert.deepEqual(server.requests.map(request => request.headers.authorization),
      ['Bearer 1', 'Bearer 2', 'Bearer 3', 'Bearer 4']);
    assert.equal(refusals[0].message, 'the token is not known');
  });
});

test('a server that cannot be reached is told of and tried again', async () => {
  const { url, close } = await serving(() => {});
  close();
  const { connection, told } = connected(url);
  await until(() => told.downs.length);
  assert.match(told.downs[0].message, /connection failed/);
  assert.equal(told.refusals.length, 0);
  connection.close();
});

test('who wakes it has it try at once, but for the time that a server gave', () =>
  running([answer(502, {}), streaming('data: a\n\n')], {}, async (server, { events, downs }, connection) => {
    await until(() => downs.length);
    connection.wake();
    await until(() => events.length, 'at once', 1_000);
  }));

test('10,000 events in one piece and one of a megabyte come in order', () =>
  running([streaming(Array.from({ length: 10_000 }, (_, i) => `data: ${i}\n\n`).join(''), `data: ${'x'.repeat(1 << 20)}\n\n`)],
    {}, async (server, { events }) => {
      await until(() => events.length === 10_001);
      assert.ok(events.slice(0, 10_000).every((data, i) => data === String(i)));
      assert.equal(events[10_000].length, 1 << 20);
    }));

test('ids that are not ASCII go back as UTF-8', () =>
  running([response => response.writeHead(200, STREAM).end('retry: 50\n\nid: ü\ndata: a\n\n'), streaming('data: b\n\n')], {},
    async (server, { events }) => {
      await until(() => events.length === 2);
      assert.equal(Buffer.from(server.requests[1].headers['last-event-id'], 'latin1').toString('utf8'), 'ü');
    }));

test('while offline nothing is tried, and once back online it is at once', () =>
  running([response => response.writeHead(200, STREAM).end('retry: 20\n\ndata: a\n\n'), streaming('data: b\n\n')], {},
    async (server, { events, downs }, connection) => {
      const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
      Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
      try {
        await until(() => downs.length);
        await new Promise(resolve => setTimeout(resolve, 1_300));
        assert.equal(server.requests.length, 1);
        globalThis.navigator.onLine = true;
        connection.wake();
        await until(() => events.length === 2, 'at once', 500);
      } finally {
        delete globalThis.navigator;
        if (before) {
          Object.defineProperty(globalThis, 'navigator', before);
        }
      }
    }));
