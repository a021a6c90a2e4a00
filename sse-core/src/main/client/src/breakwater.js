import { later, unique } from './ids.js';
import { howToShare, linkFor, serveTabs } from './sharing.js';
import { chosen, prepared } from './topics.js';

const [CONNECTING, OPEN, CLOSED] = [0, 1, 2];
const GAP = 'breakwater.gap';
const HEARTBEAT = 15_000;
const STARTS = ['from', 'last', 'since', 'lastEventId'];

/** What an option says that may be a function. */
const given = (option, ...how) => (typeof option === 'function' ? option(...how) : option);

/** Topics as they may be given: one or several, numbers too, or none. */
const listed = topics => [...new Set([].concat(topics ?? []).map(String))];

/** Where to begin, if options say so. */
function startOf(options) {
  const entries = STARTS.filter(name => options[name] !== undefined).map(name => [name, options[name]]);
  return entries.length ? Object.fromEntries(entries) : undefined;
}

/** An event source that shares its connection with all tabs of its origin. */
export class BreakwaterSource extends EventTarget {
  #options;
  #link;
  #member;
  #parts = [];
  #partNumber = 0;
  #lastEventId = '';

  constructor(url, options = {}) {
    super();
    this.#options = options;
    this.url = new URL(url, document.baseURI).href;
    this.withCredentials = !!options.withCredentials;
    this.readyState = CONNECTING;
    const { share = true } = options;
    const mode = share ? options.mode || howToShare() : 'none';
    const shared = {
      url: this.url,
      credentials: this.withCredentials ? 'include' : 'same-origin',
      heartbeat: +options.heartbeat || HEARTBEAT,
    };
    this.#link = linkFor(share, shared, mode, options.workerUrl || import.meta.url);
    this.#member = {
      id: unique(),
      parts: () => this.#parts.map(({ id, topics, cursor, start }) => ({ id, topics, cursor, start })),
      receive: message => this.#receive(message),
      headers: renew => this.#headers(renew),
    };
    this.#addPart(listed(options.topics), startOf(options));
    this.#link.put(this.#member);
  }

  /** The id of the last event. */
  get lastEventId() {
    return this.#lastEventId;
  }

  /** The topics and patterns asked for. */
  get topics() {
    return this.#parts.flatMap(part => part.topics);
  }

  /** Asks for these topics from now on. Those that stay go on where they are; others begin at `start`. */
  setTopics(topics, start = {}) {
    const wanted = listed(topics);
    if (this.readyState === CLOSED || !wanted.length) {
      throw new TypeError(wanted.length ? 'the source is closed' : 'topics must not be empty');
    }
    const before = this.topics;
    this.#parts = this.#parts.flatMap(part => {
      const kept = part.topics.filter(topic => wanted.includes(topic));
      // A part is never changed: what is left of one is another, which goes on at its cursor.
      return kept.length === part.topics.length ? [part] : kept.length ? [this.#part(kept, part.start, part.cursor)] : [];
    });
    const added = wanted.filter(topic => !before.includes(topic));
    if (added.length) {
      this.#addPart(added, startOf(start));
    }
    this.#link.put(this.#member);
  }

  close() {
    this.readyState = CLOSED;
    this.#link.remove(this.#member);
  }

  #part(topics, start, cursor = '') {
    return prepared({ id: ++this.#partNumber, topics, start, cursor });
  }

  #addPart(topics, start) {
    this.#parts.push(this.#part(topics, start));
  }

  async #headers(renew) {
    const { headers, token } = this.#options;
    const bearer = await given(token, { renew: !!renew });
    return { ...await given(headers), ...(bearer && { Authorization: `Bearer ${bearer}` }) };
  }

  // What the host tells.

  #receive(message) {
    if (this.readyState === CLOSED) {
      return;
    }
    if (message.events) {
      this.#deliver(message);
    } else if (message.refused) {
      this.#refused(message);
    } else if (message.open) {
      this.#opened();
    } else if (message.error || this.readyState === OPEN) {
      this.readyState = CONNECTING;
      this.#dispatchError(message.error);
    }
  }

  #opened() {
    if (this.readyState === CONNECTING) {
      this.readyState = OPEN;
      this.dispatchEvent(new Event('open'));
    }
  }

  /** A part's cursor guards against what a host that is gone has sent too. */
  #deliver({ events, parts, cursor }) {
    const concerned = this.#parts.filter(part => parts.includes(part.id));
    const wanted = chosen(events, concerned);
    for (const part of concerned) {
      part.cursor = later(part.cursor, cursor);
    }
    for (const event of wanted) {
      if (this.readyState === CLOSED) {
        return;
      }
      this.#opened();
      this.#lastEventId = event.lastEventId;
      this.#dispatch(event);
    }
  }

  #dispatch({ type, data, lastEventId, topics }) {
    const event = new MessageEvent(type, { data, lastEventId, origin: new URL(this.url).origin });
    event.topics = topics;
    if (type === GAP) {
      event.gap = JSON.parse(data);
    }
    this.dispatchEvent(event);
  }

  #refused({ refused, error }) {
    this.#parts = this.#parts.filter(part => part.id !== refused);
    if (!this.#parts.length) {
      this.close();
    }
    this.#dispatchError(error);
  }

  #dispatchError(error = { message: 'connecting anew' }) {
    this.dispatchEvent(Object.assign(new Event('error'), error));
  }
}

['CONNECTING', 'OPEN', 'CLOSED'].forEach((name, state) => {
  BreakwaterSource[name] = BreakwaterSource.prototype[name] = state;
});

['open', 'message', 'error', GAP].forEach(type => {
  const handlers = new WeakMap();
  Object.defineProperty(BreakwaterSource.prototype, `on${type.replace(/.*\./, '')}`, {
    get() {
      return handlers.get(this) || null;
    },
    set(handler) {
      this.removeEventListener(type, handlers.get(this));
      handlers.set(this, handler);
      this.addEventListener(type, handler);
    },
  });
});

if (typeof SharedWorkerGlobalScope === 'function' && globalThis instanceof SharedWorkerGlobalScope) {
  serveTabs(globalThis);
}
