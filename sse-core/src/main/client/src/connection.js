import { Parser } from './parser.js';

const RETRY = 3_000;
const LONGEST_BACK_OFF = 60_000;
const JITTER = 0.3;

/** How many heartbeats may fail to come before a stream counts as dead, whatever its socket says. */
const SILENCE = 2.5;

/** Answers that say that it may work later; all other statuses but 200 are for good. */
const passes = status => status >= 500 || status === 408 || status === 425 || status === 429;

/** A number of seconds or a date, as milliseconds from now. */
function retryAfter(header) {
  const millis = /^\d+$/.test(header) ? header * 1000 : Date.parse(header) - Date.now();
  return millis >= 0 ? millis : undefined;
}

/** What an answer that is no stream says of itself: the words of a problem (RFC 9457), or its beginning. */
async function words(response) {
  const text = await response.text().catch(() => '');
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    // A page of HTML, from a proxy perhaps.
  }
  return {
    status: response.status,
    problem: problem?.detail || problem?.title ? problem : undefined,
    message: problem?.detail || problem?.title || `the server answers ${response.status} ${response.statusText}`.trim(),
  };
}

/**
 * One event stream by fetch, which is opened again whenever it ends.
 *
 * `request(renew)` gives `{url, headers, credentials}`; `resume()` the id after which to go on. `on` is told `field`,
 * `event`, `flush` (after each piece), `down(error)` (it comes back) and `refused(error)` (it does not).
 */
export class Connection {
  retry = RETRY;
  #on;
  #request;
  #resume;
  #heartbeat;
  #closed = false;
  #abort;
  #hurry;
  #lastByte = 0;
  #overdue = false;
  #failures = 0;

  constructor({ request, resume, heartbeat, on }) {
    this.#request = request;
    this.#resume = resume;
    this.#heartbeat = heartbeat;
    this.#on = on;
    this.#run();
  }

  close() {
    this.#closed = true;
    this.#abort?.abort();
    this.#hurry?.();
  }

  /** The page is shown again, or the network is back: looks at the stream now, and waits no longer to open it again. */
  wake() {
    this.#hurry?.();
    this.#watch();
  }

  async #run() {
    let renew = false;
    while (!this.#closed) {
      const end = await this.#once(renew);
      if (this.#closed) {
        return;
      }
      // A token may have expired: once, another one.
      renew = end.status === 401 && !renew;
      if (renew) {
        continue;
      }
      if (end.final) {
        this.#closed = true;
        this.#on.refused(end);
        return;
      }
      this.#on.down(end);
      await this.#wait(end);
    }
  }

  /** Opens the stream and reads it to its end; returns what ended it. */
  async #once(renew) {
    const abort = this.#abort = new AbortController();
    const watchdog = setInterval(() => this.#watch(), Math.min(1_000, this.#heartbeat / 4));
    this.#heard();
    try {
      const { url, headers, credentials } = await this.#request(renew);
      const id = this.#resume();
      const response = await fetch(url, {
        headers: {
          Accept: 'text/event-stream, application/problem+json',
          // A header has bytes, not characters.
          ...(id && { 'Last-Event-ID': String.fromCharCode(...new TextEncoder().encode(id)) }),
          ...headers,
        },
        credentials,
        cache: 'no-store',
        signal: abort.signal,
      });
      this.#heard();
      return response.status === 200 && /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type'))
        ? await this.#read(response.body.getReader(), id)
        : await this.#refusal(response);
    } catch (failure) {
      this.#failures++;
      return { message: abort.signal.aborted ? abort.signal.reason?.message : `cannot be reached: ${failure.message}` };
    } finally {
      clearInterval(watchdog);
      abort.abort();
    }
  }

  async #refusal(response) {
    const { status } = response;
    this.#failures++;
    if (status === 200) {
      const type = response.headers.get('Content-Type');
      return { status, final: true, message: `the answer is ${type || 'of no type'}, not text/event-stream` };
    }
    if (status === 204) {
      return { status, final: true, message: 'the server has no more events' };
    }
    return {
      ...await words(response),
      final: !passes(status),
      after: retryAfter(response.headers.get('Retry-After') || ''),
    };
  }

  async #read(reader, id) {
    const decoder = new TextDecoder();
    const told = { message: 'the stream has ended' };
    const parser = new Parser({
      event: event => {
        this.#failures = 0;
        told.after = undefined;
        this.#on.event(event);
      },
      field: (name, value) => {
        if (name === 'retry') {
          // If nothing comes but this, it is the come-back answer: then, and not before.
          this.retry = told.after = value;
        } else if (name === 'heartbeat') {
          this.#heartbeat = value || this.#heartbeat;
        } else {
          this.#failures = 0;
          told.after = undefined;
          this.#on.field(name, value);
        }
      },
    }, id);
    this.#on.field('answered', true);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return told;
      }
      this.#heard();
      parser.push(decoder.decode(value, { stream: true }));
      this.#on.flush(parser.lastEventId);
    }
  }

  #heard() {
    this.#lastByte = Date.now();
    this.#overdue = false;
  }

  /** What has arrived while this page was busy or asleep gets the chance to be read: only the second look counts. */
  #watch() {
    if (Date.now() - this.#lastByte <= SILENCE * this.#heartbeat) {
      return;
    }
    if (this.#overdue) {
      this.#abort?.abort(new Error('nothing has come for too long: the stream is dead'));
    }
    this.#overdue = true;
  }

  /** As long as the server says; else with jitter, longer each time, never less than its `retry:`; not while offline. */
  async #wait({ after }) {
    const backOff = Math.max(this.retry, Math.min(LONGEST_BACK_OFF, this.retry * 2 ** Math.max(0, this.#failures - 1)));
    await this.#pause(after ?? backOff * (1 + JITTER * Math.random()), after === undefined);
    while (!this.#closed && globalThis.navigator?.onLine === false) {
      await this.#pause(1_000, true);
    }
  }

  /** Who was given a time by the server is not let go sooner. */
  async #pause(millis, mayHurry) {
    await new Promise(resolve => {
      const timer = setTimeout(resolve, millis);
      this.#hurry = () => {
        if (mayHurry || this.#closed) {
          clearTimeout(timer);
          resolve();
        }
      };
    });
    this.#hurry = undefined;
  }
}
