import { Host } from './host.js';
import { unique } from './ids.js';

/** A worker that says nothing for so long was asked for while the one of its name was about to end. */
const LONGEST_START = 3_000;

/** How tabs can share here: `worker`, `leader`, or `none`. */
export function howToShare() {
  return typeof SharedWorker === 'function' ? 'worker' : navigator.locks ? 'leader' : 'none';
}

const links = new Map();
const onPage = (type, action) =>
  globalThis.addEventListener?.(type, event => links.forEach(link => action(link, event)));
onPage('pagehide', link => link.pause());
onPage('pageshow', (link, { persisted }) => persisted && link.begin());
onPage('online', link => link.wake());
onPage('visibilitychange', link => document.hidden || link.wake());

/** The link for all that ask for the same; who shares with nobody has one of its own. */
export function linkFor(share, options, mode, workerUrl) {
  // Of another build's messages nothing is known: its tabs have a stream of their own.
  const key = JSON.stringify(['breakwater', BUILD, share, mode, options, mode === 'none' && unique()]);
  if (!links.has(key)) {
    links.set(key, new Link(key, options, mode, workerUrl));
  }
  return links.get(key);
}

/**
 * This page's way to the host of all that ask for the same. Keeps what the page's members want, and says it again to
 * each new host.
 */
class Link {
  #members = new Map();
  #options;
  #send = () => {};
  #stay;
  #silence;
  #tab;
  #mode;
  #key;
  #workerUrl;

  constructor(key, options, mode, workerUrl) {
    this.#key = key;
    this.#options = options;
    this.#mode = mode;
    this.#workerUrl = workerUrl;
    this.begin();
  }

  /** `member` has `id`, `parts()`, `receive(message)` and `headers(renew)`. */
  put(member) {
    this.#members.set(member.id, member);
    this.#say([member]);
  }

  /** It ends with its last member. */
  remove(member) {
    if (this.#members.delete(member.id)) {
      this.#send({ remove: member.id });
      if (!this.#members.size) {
        links.delete(this.#key);
        this.pause();
      }
    }
  }

  wake() {
    this.#send({ wake: true });
  }

  #say(members = [...this.#members.values()]) {
    this.#send({ options: this.#options, put: members.map(({ id, parts }) => ({ id, parts: parts() })) });
  }

  #receive(message) {
    if (message.ask) {
      this.#answer(message);
    } else if (message.alive) {
      clearTimeout(this.#silence);
      this.#whenHeld(message.alive, () => this.#again());
    } else {
      this.#members.get(message.member)?.receive(message);
    }
  }

  async #answer({ ask, renew }) {
    const [member] = this.#members.values();
    if (member) {
      try {
        this.#send({ answer: ask, headers: await member.headers(renew) });
      } catch (failure) {
        this.#send({ answer: ask, failure: String(failure?.message || failure) });
      }
    }
  }

  // The ways.

  begin() {
    this.#tab = unique();
    this.#stay = new AbortController();
    if (this.#mode === 'worker') {
      this.#joinWorker();
    } else if (this.#mode === 'leader') {
      this.#joinLeader();
    } else {
      this.#hostHere(new Host());
    }
  }

  /** Until it joins again. */
  pause() {
    this.#send({ bye: true });
    this.#send = () => {};
    this.#stay.abort();
    clearTimeout(this.#silence);
  }

  #again() {
    this.pause();
    this.begin();
  }

  #hostHere(host) {
    const tab = this.#tab;
    this.#send = message => host.receive(tab, message, reply => this.#receive(reply));
    this.#say();
  }

  #joinWorker() {
    try {
      const worker = new SharedWorker(this.#workerUrl, { type: 'module', name: this.#key });
      worker.onerror = () => this.#withoutWorker();
      worker.port.onmessage = ({ data }) => this.#receive(data);
      // Without locks it does not say that it is alive.
      this.#silence = navigator.locks && setTimeout(() => this.#again(), LONGEST_START);
      this.#join(worker.port);
    } catch {
      this.#withoutWorker();
    }
  }

  /** Says what this page wants, and who it is. */
  #join(port, whenJoined) {
    const tab = this.#tab;
    this.#whenHeld(`${this.#key} tab ${tab}`, lock => {
      this.#send = message => port.postMessage({ tab, lock, ...message });
      this.#say();
      whenJoined?.();
    });
  }

  /** From another origin, or not allowed here. */
  #withoutWorker() {
    this.pause();
    this.#mode = navigator.locks && 'leader';
    this.begin();
  }

  /**
   * Holds a lock for as long as this page takes part: by it others see that it is gone, crashed perhaps. `action` is told
   * the name and which locks are held. To ask for these is also the time that Firefox needs after the crash of a worker
   * to start another one of its name.
   */
  #whenHeld(name, action) {
    const { locks } = navigator;
    if (!locks) {
      action();
      return;
    }
    const { signal } = this.#stay;
    const left = new Promise(release => signal.addEventListener('abort', release));
    locks.request(name, { signal }, async () => {
      const { held } = await locks.query();
      signal.aborted || action(name, held);
      return left;
    }).catch(() => {}); // it left before its turn
  }

  /** The tab that holds the leader's lock has the stream; the others reach it by one channel, it each of them by another. */
  #joinLeader() {
    const toLeader = new BroadcastChannel(`${this.#key} leader`);
    const toMe = new BroadcastChannel(`${this.#key} ${this.#tab}`);
    let host;
    const channels = new Map();
    const { signal } = this.#stay;
    signal.addEventListener('abort', () => {
      host?.close();
      [toLeader, toMe, ...channels.values()].forEach(channel => channel.close());
    });
    const replyTo = other => message => {
      if (!channels.has(other)) {
        channels.set(other, new BroadcastChannel(`${this.#key} ${other}`));
      }
      channels.get(other).postMessage(message);
    };
    toMe.onmessage = ({ data }) => this.#receive(data);
    toLeader.onmessage = ({ data: { leader, tab: other, ...message } }) => {
      if (leader) {
        this.#say();
      } else if (host) {
        host.receive(other, message, replyTo(other));
      }
    };
    this.#join(toLeader, () => this.#whenHeld(`${this.#key} leader`, (_, held) => {
      host = new Host();
      host.expect(held.map(({ name }) => name.split(`${this.#key} tab `)[1]).filter(Boolean));
      this.#hostHere(host);
      toLeader.postMessage({ leader: true });
    }));
  }
}

/** What a shared worker does: it has a host, and each tab a port. A lock that it never gives back tells of its end. */
export function serveTabs(scope) {
  const host = new Host();
  const alive = unique();
  const held = new Promise(resolve => navigator.locks?.request(alive, () => new Promise((...never) => resolve(never))));
  scope.onconnect = ({ ports: [port] }) => {
    held.then(() => port.postMessage({ alive }));
    port.onmessage = ({ data: { tab, ...message } }) => host.receive(tab, message, reply => port.postMessage(reply));
  };
}
