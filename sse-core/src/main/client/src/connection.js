import { Parser } from './parser.js';

const RETRY = 3_000;
const LONGEST_BACK_OFF = 60_000;
const JITTER = 0.3;
const STREAM = /^text\/event-stream *(;|$)/i;

/** How many heartbeats may fail to come before a stream counts as dead, whatever its socket says. */
const SILENCE = 2.5;

/** Answers that say that it may work later; all other statuses but 200 are for good. */
const passes = status => status >= 500 || status === 408 || status === 429;

/** A number of seconds or a date, as milliseconds from now; undefined if it is neither. */
const retryAfter = text => (/^\d+$/.test(text) ? text * 1000 : Math.max(0, Date.parse(text) - Date.now()) || undefined);


/**
 * One event stream by fetch, which is opened again whenever it ends.
 *
 * `request(renew)` gives `{url, headers, credentials}`; `resume()` the id after which to go on. `on` is told `field`,
 * `events(events, lastEventId)` for each piece, `down(error)` (it comes back) and `refused(error)` (it does not).
 */
export class Connection {
  #retry = RETRY;
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
      return await (response.status === 200 && STREAM.test(response.headers.get('Content-Type'))
        ? this.#read(response.body.getReader(), id)
        : this.#refusal(response));
    } catch (failure) {
      this.#failures++;
      return { message: abort.signal.aborted ? abort.signal.reason?.message : `connection failed: ${failure.message}` };
    } finally {
      clearInterval(watchdog);
      abort.abort();
    }
  }

  /** What an answer that is no stream says of itself: the words of a problem (RFC 9457), if it has any. */
  async #refusal(response) {
    const { status, statusText, headers } = response;
    const type = headers.get('Content-Type');
    // A page of HTML perhaps, from a proxy.
    const problem = /json/.test(type) ? await response.json().catch(() => {}) : undefined;
    this.#failures++;
    return {
      status,
      problem,
      message: problem?.detail || `the server answers ${status} ${statusText} ${type}`,
      final: !passes(status),
      after: retryAfter(headers.get('Retry-After')),
    };
  }

  async #read(reader, id) {
    const decoder = new TextDecoder();
    let events = [];
    let began = false;
    const parser = new Parser({
      event: event => {
        began = true;
        events.push(event);
      },
      field: (name, value) => {
        if (name === 'retry') {
          this.#retry = value;
        } else if (name === 'heartbeat') {
          this.#heartbeat = value;
        } else {
          began = true;
          this.#on.field(name, value);
        }
      },
    }, id);
    this.#on.field('answered', true);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        // If nothing came but a delay, it was the come-back answer: then, and not before.
        return { message: 'the stream has ended', after: began ? undefined : this.#retry };
      }
      this.#heard();
      parser.push(decoder.decode(value, { stream: true }));
      if (began) {
        this.#failures = 0;
      }
      this.#on.events(events, parser.lastEventId);
      events = [];
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
      this.#abort?.abort(new Error('the stream was silent and counts as dead'));
    }
    this.#overdue = true;
  }

  /** As long as the server says; else with jitter, longer each time, never less than its `retry:`; not while offline. */
  async #wait({ after }) {
    const backOff = Math.max(this.#retry, Math.min(LONGEST_BACK_OFF, this.#retry * 2 ** Math.max(0, this.#failures - 1)));
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
