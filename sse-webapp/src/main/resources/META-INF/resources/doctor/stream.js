/** How much longer than planned a stream may take before it is given up, in milliseconds. */
const GRACE = 4_000;

/** Headers of an answer, as an object. */
export const headersOf = answer => Object.fromEntries(answer.headers);

/** What the browser says it spoke with a URL, once the answer is over; empty if it does not say. */
function protocolOf(url) {
  const [entry] = performance.getEntriesByName(new URL(url, location.href).href, 'resource').slice(-1);
  return entry?.nextHopProtocol ?? '';
}

/** Opens a planned stream and reads it to its end: an object as the server's rules want it. */
export async function watch(planned, url) {
  const seen = {
    name: planned.name,
    copy: planned.copy,
    silence: planned.silence,
    expected: planned.ticks,
    openedAt: performance.now(),
    ticks: [],
  };
  const abort = new AbortController();
  let givenUp = false;
  const deadline = setTimeout(() => {
    givenUp = true;
    abort.abort();
  }, planned.millis + GRACE);
  try {
    seen.end = await read(planned, url, abort, seen);
  } catch (failure) {
    seen.end = givenUp ? 'GIVEN_UP' : 'BROKEN';
    seen.failure = givenUp ? '' : failure.message;
  }
  clearTimeout(deadline);
  seen.endedAt = performance.now();
  seen.protocol = protocolOf(url);
  return seen;
}

async function read(planned, url, abort, seen) {
  // As an EventSource asks: nothing from the browser's own cache.
  const answer = await fetch(url, {
    headers: { Accept: 'text/event-stream' }, cache: 'no-store', redirect: 'manual', signal: abort.signal,
  });
  seen.headersAt = performance.now();
  seen.status = answer.status;
  seen.headers = headersOf(answer);
  if (answer.status !== 200 || !(answer.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    abort.abort();
    return 'REFUSED';
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    blocks.forEach(block => take(block, seen));
    if (planned.leaveAfter && seen.ticks.length >= planned.leaveAfter) {
      abort.abort();
      return 'LEFT';
    }
  }
  return seen.ticks.length === planned.ticks ? 'COMPLETE' : 'EARLY';
}

function take(block, seen) {
  const data = block.split('\n').find(line => line.startsWith('data: '));
  if (!data) {
    return;
  }
  const { tick, at, before, pad, stream, remote } = JSON.parse(data.slice('data: '.length));
  if (tick === undefined) {
    Object.assign(seen, { id: stream, remote, helloAt: performance.now() });
  } else {
    seen.ticks.push({ number: tick, madeAt: at, before, bytes: pad.length, arrivedAt: performance.now() });
  }
}
