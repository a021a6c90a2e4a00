import { headersOf, watch } from './stream.js';

const ECHOES = 7;
// The quickest one tells how clocks differ: at another time a machine may be less busy.
const FURTHER_ECHOES = 2;
const POLL = 250;
const PATIENCE = 10_000;
const sleep = millis => new Promise(resolve => setTimeout(resolve, millis));

/** One examination of the way from this page to its server. What it has seen the server judges. */
export class Examination {
  #token;
  #patience;
  #progress;
  #ticket = '';
  #nonce = Math.random().toString(36).slice(2);
  #requests = 0;
  #seen = { from: 'browser', echoes: [], errors: [], streams: [], headerTries: [] };

  /** progress is told how much is done, 0..1, and what is being done. */
  constructor(token, patience, progress) {
    this.#token = token;
    this.#patience = patience;
    this.#progress = progress;
    this.#seen.url = new URL('.', location.href).href;
    this.#seen.sentLastEventId = `doctor-${this.#nonce}`;
  }

  /** The server's report; an error whose message says why there is none. */
  async run() {
    this.#progress(0, 'asking the server for leave');
    const { ticket, heartbeat, plan } = await this.#admission();
    this.#ticket = ticket;
    this.#seen.heartbeat = heartbeat;
    await this.#echoes(ECHOES);
    const longest = streams => Math.max(...streams.map(({ millis, start }) => millis + start));
    const phases = [
      ['do events come one by one and in time?', plan.quick, () => this.#open(plan.quick)],
      ['is each stream its own?', plan.again, () => this.#open(plan.again)],
      ['how long do streams live, silent and busy ones?', plan.patient,
        () => Promise.all([this.#open(plan.patient), this.#meanwhile(plan)])],
    ];
    const total = phases.reduce((sum, [, streams]) => sum + longest(streams), 0);
    let before = 0;
    for (const [doing, streams, begin] of phases) {
      await this.#during(doing, before / total, longest(streams), total, begin());
      await this.#echoes(FURTHER_ECHOES);
      before += longest(streams);
    }
    // Last, for a proxy that refuses one ends the whole connection: over HTTP/2 all streams with it.
    for (const bytes of plan.headerBytes) {
      await this.#tryHeader(bytes);
    }
    this.#progress(1, 'asking for the verdict');
    return this.#json(await this.#ask(this.#own('verdict?'), { method: 'POST', body: JSON.stringify(this.#seen) }));
  }

  async #meanwhile({ leaving }) {
    await this.#leave(leaving);
    const answer = await this.#reply(this.#own('comeback?'), { headers: { Accept: 'text/event-stream' } });
    if (answer) {
      const body = (await answer.text()).slice(0, 200);
      this.#seen.comeBack = { status: answer.status, contentType: answer.headers.get('content-type') ?? '', body };
    }
  }

  /** Shows progress by the clock, until a promise is kept. */
  async #during(doing, from, millis, total, promise) {
    const begun = performance.now();
    const timer = setInterval(() => {
      this.#progress(from + Math.min(millis, performance.now() - begun) / total, doing);
    }, 250);
    this.#progress(from, doing);
    try {
      await promise;
    } finally {
      clearInterval(timer);
    }
  }

  #fetch(path, options = {}) {
    return fetch(`doctor/${path}`, { cache: 'no-store', redirect: 'manual', ...options });
  }

  /** An answer without which there is no examination. */
  async #ask(path, options) {
    try {
      return await this.#fetch(path, options);
    } catch {
      throw new Error('the server cannot be reached from here: is it up, and the network there?');
    }
  }

  async #admission() {
    const begun = performance.now();
    const headers = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    for (;;) {
      const answer = await this.#ask(`ticket?${this.#patience}`, { method: 'POST', headers });
      const ours = (answer.headers.get('content-type') ?? '').startsWith('application/problem+json');
      if (answer.status < 500 || ours) {
        return this.#json(answer);
      }
      this.#error('POST doctor/ticket', answer);
      if (performance.now() - begun > PATIENCE) {
        throw new Error(`a proxy has answered with status ${answer.status} for ${PATIENCE / 1000} s: the server behind it is`
          + ' down, or the proxy does not find it');
      }
      await sleep(200);
    }
  }

  async #json(answer) {
    if (answer.type === 'opaqueredirect') {
      throw new Error('something on the way redirects requests: open this page at the address that it leads to');
    }
    const type = answer.headers.get('content-type') ?? '';
    if (!/^application\/(problem\+)?json/.test(type)) {
      throw new Error(`something on the way answered instead of the server: status ${answer.status}, ${type || 'no type'}`);
    }
    const body = await answer.json();
    if (!answer.ok) {
      throw new Error(body.detail);
    }
    return body;
  }

  #error(request, answer) {
    this.#seen.errors.push({
      request, status: answer?.status ?? 0, at: performance.now(), headers: answer ? headersOf(answer) : {},
    });
  }

  /** No two requests have the same URL, or a cache would answer, unless that is what is examined. */
  #own(path) {
    return `${path}ticket=${this.#ticket}&n=${this.#nonce}-${this.#requests++}`;
  }

  /** An answer, or undefined if there is none; errors that a proxy answers are noted. */
  async #reply(path, options) {
    const request = `GET doctor/${path.split('?')[0]}`;
    try {
      const answer = await this.#fetch(path, options);
      if (answer.status >= 500) {
        this.#error(request, answer);
      }
      return answer;
    } catch {
      this.#error(request);
      return undefined;
    }
  }

  async #echoes(times) {
    for (let i = 0; i < times; i++) {
      await this.#echo();
    }
  }

  async #echo() {
    const sentAt = performance.now();
    const answer = await this.#reply(this.#own('echo?'), { headers: { 'Last-Event-ID': this.#seen.sentLastEventId } });
    if (answer?.ok) {
      const { at, instance, protocol, remote, lastEventId, headers } = await answer.json();
      this.#seen.echoes.push({
        sentAt,
        answeredAt: performance.now(),
        serverAt: at,
        instance,
        protocol,
        remote,
        lastEventId,
        arrived: headers,
        headers: headersOf(answer),
      });
    }
  }

  #open(planned) {
    return Promise.all(planned.map(async stream => {
      await sleep(stream.start);
      this.#finish(await watch(stream, this.#url(stream)));
    }));
  }

  #url(stream) {
    return stream.copy
      ? `doctor/probe?ticket=${this.#ticket}&n=${this.#nonce}-${stream.name}&${stream.query}`
      : `doctor/${this.#own('probe?')}&${stream.query}`;
  }

  #finish(seen) {
    this.#seen.streams.push(seen);
    if (seen.end === 'REFUSED' && seen.status >= 500) {
      this.#seen.errors.push({
        request: 'GET doctor/probe', status: seen.status, at: seen.endedAt, headers: seen.headers,
      });
    }
  }

  /** Leaves a stream, and asks the server whether it has noticed. */
  async #leave(planned) {
    const left = await watch(planned, this.#url(planned));
    this.#seen.streams.push(left);
    if (left.end !== 'LEFT') {
      return;
    }
    const departure = { leftAfterTick: left.ticks.at(-1).madeAt, silence: planned.silence, noticedAt: -1, watched: planned.millis };
    this.#seen.departure = departure;
    const begun = performance.now();
    while (performance.now() - begun < planned.millis + 2 * POLL) {
      const answer = await this.#reply(this.#own(`ended?stream=${left.id}&`));
      const fate = answer?.ok ? await answer.json() : {};
      if (fate.endedAt !== undefined) {
        departure.noticedAt = fate.reason === 'complete' ? -1 : fate.endedAt;
        return;
      }
      await sleep(POLL);
    }
  }

  async #tryHeader(bytes) {
    const tried = { bytes, status: 0, arrived: 0 };
    try {
      const answer = await this.#fetch(this.#own('echo?'), { headers: { 'Breakwater-Doctor': 'x'.repeat(bytes) } });
      tried.status = answer.status;
      tried.arrived = answer.ok ? (await answer.json()).largestHeader : 0;
    } catch {
      // A connection closed in the middle of the header is an answer too.
    }
    this.#seen.headerTries.push(tried);
  }
}
