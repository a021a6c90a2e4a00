import { Connection } from './connection.js';
import { later, order, unique } from './ids.js';
import { chosen, prepared, union, within } from './topics.js';

const CHECKPOINT = 'breakwater.checkpoint';
const LINGERING = 1_000;

/** A stream of some topics: it has everything of them from where it began up to its cursor. */
class Stream {
  isOpen = false;
  parts = new Set();

  constructor(union, name, topics, cursor, start) {
    this.union = union;
    this.topics = topics;
    this.cursor = cursor;
    this.start = start;
    this.connection = new Connection({
      request: renew => union.request(topics, { client: name, ...(this.cursor ? {} : start) }, renew),
      resume: () => this.cursor,
      heartbeat: union.options.heartbeat,
      on: this,
    });
  }

  // What the connection tells.

  field(name, value) {
    if (name === 'answered' ? !this.topics.length : name === 'head') {
      this.#opened(value);
    } else if (name === 'through') {
      this.cursor = later(this.cursor, value);
      this.hasCaughtUp = true;
    }
  }

  events(events, lastEventId) {
    this.cursor = this.topics.length ? later(this.cursor, lastEventId) : lastEventId;
    this.union.deliver(this, events.filter(({ type }) => type !== CHECKPOINT));
  }

  down(error) {
    this.isOpen = false;
    this.union.wentDown(this, error);
  }

  refused(error) {
    this.isOpen = false;
    this.union.wasRefused(this, error);
  }

  #opened(head) {
    this.isOpen = true;
    this.union.opened(this, head);
  }

  close() {
    this.connection.close();
    this.parts.forEach(part => { part.carrier = undefined; });
  }

  take(part) {
    part.carrier?.parts.delete(part);
    part.carrier = this;
    this.parts.add(part);
  }
}

/**
 * All members' topics on one stream. A member has parts, each with topics and a cursor of its own; a part is on a stream
 * that has all its topics and did not begin after its cursor, and takes of it what is after its cursor: so it may be on
 * two streams, or go over from one to the other, and loses and repeats nothing.
 *
 * When the topics change another stream is opened from the smallest cursor; the first one goes on until that is open. A
 * part that begins with a replay gets a stream of its own at its side, until it has caught up.
 *
 * `tell(member, message)` and `headers(renew)` reach the members.
 */
export class Union {
  #members = new Map();
  #tell;
  #headers;
  #main;
  #next;
  #sides = new Set();
  #oneByOne = false;
  #planning;
  #planned = false;
  #held = false;
  #client = unique();

  constructor(options, tell, headers) {
    this.options = options;
    this.#tell = tell;
    this.#headers = headers;
  }

  /** Adds a member, or gives it other parts: `{id, topics, cursor, start}` each. Parts that stay go on as they were. */
  put(id, parts) {
    const member = this.#members.get(id) || { id, parts: [] };
    const before = member.parts;
    member.parts = parts.map(part => before.find(each => each.id === part.id)
      || { ...prepared(part), member, start: part.cursor ? undefined : part.start });
    before.filter(part => !member.parts.includes(part)).forEach(part => this.#drop(part));
    this.#members.set(id, member);
    if (!before.length) {
      member.isOpen = undefined; // one that comes anew, after its page was away, knows nothing
    }
    this.plan();
    this.#tellState(member);
  }

  remove(id) {
    this.#members.get(id)?.parts.forEach(part => this.#drop(part));
    this.#members.delete(id);
    // Later: what one page no longer needs the next one may ask for in a moment.
    clearTimeout(this.#planning);
    this.#planning = setTimeout(() => this.plan(), LINGERING);
  }

  wake() {
    this.#streams().forEach(stream => stream.connection.wake());
  }

  close() {
    clearTimeout(this.#planning);
    this.#streams().forEach(stream => stream.close());
    this.#members.clear();
  }

  #streams() {
    return [this.#main, this.#next, ...this.#sides].filter(Boolean);
  }

  // Which streams there are to be.

  /** Looks soon at what has changed, once for all that changes now. */
  plan() {
    if (!this.#planned && !this.#held) {
      this.#planned = true;
      // Not by a timer, which a hidden page gets late.
      queueMicrotask(() => {
        this.#planned = false;
        this.#replan();
      });
    }
  }

  /** Opens nothing until it is let go, for members that are still to say what they want. */
  hold(held) {
    this.#held = held;
    this.plan();
  }

  #replan() {
    if (this.#next) {
      return;
    }
    const all = [...this.#members.values()].flatMap(member => member.parts);
    if (!all.length) {
      this.#streams().forEach(stream => stream.close());
      this.#main = undefined;
      return;
    }
    const base = this.#main?.cursor || all.find(part => part.cursor)?.cursor;
    for (const part of all) {
      if (part.cursor && part.topics.length && !part.carrier && isNaN(order(part.cursor, base))) {
        part.start = { lastEventId: part.cursor }; // of another epoch, or odd: the server will say what is lost
      }
    }
    const fresh = all.filter(part => part.start && !part.carrier);
    if (fresh.length && !this.#main && !all.some(part => !part.start)) {
      this.#open([fresh[0]], fresh[0].start);
      return;
    }
    if (this.#main) {
      fresh.forEach(part => this.#openSide(part));
    }
    let ready = all.filter(part => !part.start);
    ready.forEach(part => this.#joinMain(part));
    const waiting = ready.filter(part => !this.#main || part.carrier !== this.#main);
    if (this.#oneByOne) {
      ready = ready.filter(part => !waiting.includes(part) || part === waiting[0]);
    }
    this.#oneByOne &&= waiting.length > 1;
    const topics = union(ready);
    if (ready.length && (!this.#main || this.#main.hasEnded || waiting.length || `${topics}` !== `${this.#main.topics}`)) {
      this.#open(ready);
    }
    this.#tellStates();
  }

  /** Takes part in the present stream, if that has all that the part wants. */
  #joinMain(part) {
    const main = this.#main;
    if (main?.isOpen && !main.hasEnded && part.carrier !== main && within(part.topics, main.topics)
        && (!part.cursor || !(order(part.cursor, main.cursor) < 0))) {
      this.#leaveSide(part);
      part.cursor ||= main.cursor;
      main.take(part);
    }
  }

  /** A stream that is to take the place of the present one. */
  #open(parts, start) {
    const cursors = parts.map(part => part.cursor).filter(Boolean);
    const first = cursors.reduce((least, each) => (order(each, least) < 0 ? each : least), cursors[0]);
    const topics = union(parts);
    if (this.#main && !this.#main.isOpen) {
      this.#main.connection.close();
      this.#main.hasEnded = true;
    }
    this.#next = new Stream(this, this.#client, topics, first || '', start);
    this.#next.wanted = parts;
  }

  #openSide(part) {
    const { lastEventId, ...start } = part.start;
    const side = new Stream(this, unique(), union([part]), lastEventId || '', start);
    side.isSide = true;
    this.#sides.add(side);
    side.take(part);
  }

  #leaveSide(part) {
    if (part.carrier?.isSide) {
      this.#sides.delete(part.carrier);
      part.carrier.close();
    }
  }

  #drop(part) {
    this.#leaveSide(part);
    part.carrier?.parts.delete(part);
    part.carrier = undefined;
    part.gone = true;
  }

  // What streams tell.

  opened(stream, head) {
    if (stream === this.#next) {
      this.#next = undefined;
      const before = this.#main;
      this.#main = stream;
      for (const part of stream.wanted.filter(each => !each.gone)) {
        this.#leaveSide(part);
        if (!part.start && !part.cursor && head !== true) {
          part.cursor = head;
        }
        part.start = undefined;
        stream.take(part);
      }
      before?.close();
      if (!stream.start && head !== true) {
        stream.cursor ||= head;
      }
      this.plan();
    }
    this.#tellStates();
  }

  deliver(stream, events) {
    const members = new Map();
    for (const part of stream.parts) {
      members.set(part.member, [...(members.get(part.member) || []), part]);
    }
    for (const [member, parts] of members) {
      const wanted = chosen(events, parts);
      const moved = parts.filter(part => later(part.cursor, stream.cursor) !== part.cursor);
      moved.forEach(part => { part.cursor = stream.cursor; });
      if (wanted.length + moved.length) {
        this.#tell(member.id, { events: wanted, parts: parts.map(part => part.id), cursor: stream.cursor });
      }
    }
    if (stream.isSide && stream.hasCaughtUp) {
      stream.parts.forEach(part => { part.start = undefined; });
      this.plan();
    }
  }

  wentDown(stream, error) {
    if (stream === this.#main && this.#next) {
      // The next one has taken its place at the server, or soon will: no need to tell anybody.
      stream.connection.close();
      stream.isOpen = stream.hasEnded = true;
      return;
    }
    if (stream === this.#next && this.#main?.hasEnded) {
      this.#main.isOpen = false;
    }
    this.#tellStates(error);
  }

  wasRefused(stream, error) {
    const wanted = stream === this.#next ? stream.wanted : [...stream.parts];
    if (stream === this.#next) {
      this.#next = undefined;
      if (this.#main && wanted.every(part => part.gone || part.carrier === this.#main)) {
        this.#main.close();
        this.#main = undefined;
      }
    } else if (stream === this.#main) {
      this.#main = undefined;
      stream.close();
    } else {
      this.#sides.delete(stream);
    }
    const newcomers = wanted.filter(part => !part.gone && (!part.carrier || part.carrier !== this.#main));
    if (newcomers.length > 1) {
      this.#oneByOne = true; // to find the one that it is about
    } else {
      newcomers.forEach(part => this.#refuse(part, error));
    }
    this.plan();
  }

  #refuse(part, error) {
    const { member } = part;
    this.#drop(part);
    member.parts = member.parts.filter(each => each !== part);
    this.#tell(member.id, { refused: part.id, error });
  }

  #tellStates(error) {
    this.#members.forEach(member => this.#tellState(member, error));
  }

  /** A member stays open while one of its parts waits for its turn. */
  #tellState(member, error) {
    const open = part => !!part.carrier?.isOpen;
    const isOpen = member.parts.some(open) && (member.isOpen || member.parts.every(open));
    if (isOpen !== member.isOpen || (error && !isOpen)) {
      member.isOpen = isOpen;
      this.#tell(member.id, { open: isOpen, error });
    }
  }

  // What a stream asks for.

  async request(topics, query, renew) {
    const url = new URL(this.options.url);
    if (topics.length) {
      topics.forEach(topic => url.searchParams.append('topic', topic));
      url.searchParams.set('topics', 'named');
      Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
    }
    return { url: url.href, headers: await this.#headers(renew), credentials: this.options.credentials };
  }
}
