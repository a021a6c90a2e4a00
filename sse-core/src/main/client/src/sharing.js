import { Host } from './host.js';
import { unique } from './ids.js';

// Of another build's messages nothing is known: its tabs have a stream of their own.
const NAME = `breakwater ${BUILD}`;

/** How tabs can share here: `worker`, `leader`, or `none`. */
export function howToShare() {
  return typeof SharedWorker === 'function' ? 'worker' : navigator.locks ? 'leader' : 'none';
}

const links = new Set();
const onPage = (type, action) =>
  globalThis.addEventListener?.(type, event => links.forEach(link => action(link, event)));
onPage('pagehide', link => link.pause());
onPage('pageshow', (link, { persisted }) => persisted && link.begin());
onPage('online', link => link.wake());
onPage('visibilitychange', link => document.hidden || link.wake());

/**
 * This page's way to the host of all that ask for the same. Keeps what the page's members want, and says it again to
 * each new host.
 */
export class Link {
  #members = new Map();
  #options;
  #send = () => {};
  #leave = () => {};
  #tab;
  #mode;
  #key;
  #workerUrl;

  constructor(key, options, mode, workerUrl) {
    this.#key = `${NAME} ${key}`;
    this.#options = options;
    this.#mode = mode;
    this.#workerUrl = workerUrl;
    this.begin();
    links.add(this);
  }

  /** `member` has `id`, `parts()`, `receive(message)` and `headers(renew)`. */
  put(member) {
    this.#members.set(member.id, member);
    this.#send(this.#wanted(member));
  }

  remove(member) {
    this.#members.delete(member.id);
    this.#send({ remove: member.id });
    return this.#members.size;
  }

  wake() {
    this.#send({ wake: true });
  }

  #wanted(...members) {
    return { options: this.#options, put: members.map(({ id, parts }) => ({ id, parts: parts() })) };
  }

  #sayAll() {
    this.#send(this.#wanted(...this.#members.values()));
  }

  async #receive(message) {
    if (message.ask) {
      await this.#answer(message);
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
    this.#leave = () => {};
    if (this.#mode === 'worker') {
      this.#joinWorker();
    } else if (this.#mode === 'leader') {
      this.#joinLeader();
    } else {
      this.#hostHere(new Host());
    }
  }

  /** For ever. */
  close() {
    links.delete(this);
    this.pause();
  }

  /** Until it joins again. */
  pause() {
    this.#send({ bye: true });
    this.#send = () => {};
    this.#leave();
  }

  #hostHere(host) {
    const tab = this.#tab;
    this.#send = message => host.receive(tab, message, reply => this.#receive(reply));
    this.#sayAll();
  }

  #joinWorker() {
    let worker;
    try {
      worker = new SharedWorker(this.#workerUrl, { type: 'module', name: this.#key });
    } catch {
      this.#withoutWorker();
      return;
    }
    worker.onerror = () => this.#withoutWorker();
    worker.port.onmessage = ({ data }) => this.#receive(data);
    const tab = this.#tab;
    this.#holdLock(`${this.#key} ${tab}`, lock => {
      this.#send = message => worker.port.postMessage({ tab, lock, ...message });
      this.#sayAll();
    });
  }

  /** From another origin, or not allowed here. */
  #withoutWorker() {
    this.#leave();
    this.#mode = navigator.locks && 'leader';
    this.begin();
  }

  /** Holds a lock for as long as this page takes part; by it others see that it is gone. */
  #holdLock(name, whenHeld) {
    const { locks } = navigator;
    if (!locks) {
      whenHeld();
      return;
    }
    const tab = this.#tab;
    locks.request(name, () => new Promise(release => {
      const before = this.#leave;
      this.#leave = () => {
        before();
        release();
      };
      if (tab === this.#tab) {
        whenHeld(name);
      } else {
        release();
      }
    }));
  }

  /** The tab that holds the leader's lock has the stream; the others reach it by one channel, it each of them by another. */
  #joinLeader() {
    const tab = this.#tab;
    const toLeader = new BroadcastChannel(`${this.#key} leader`);
    const toMe = new BroadcastChannel(`${this.#key} ${tab}`);
    let host;
    const channels = new Map();
    this.#leave = () => {
      host?.close();
      [toLeader, toMe, ...channels.values()].forEach(channel => channel.close());
    };
    const replyTo = other => message => {
      if (!channels.has(other)) {
        channels.set(other, new BroadcastChannel(`${this.#key} ${other}`));
      }
      channels.get(other).postMessage(message);
    };
    toMe.onmessage = ({ data }) => this.#receive(data);
    toLeader.onmessage = ({ data: { leader, tab: other, ...message } }) => {
      if (leader) {
        this.#sayAll();
      } else if (host) {
        host.receive(other, message, replyTo(other));
      }
    };
    this.#holdLock(`${this.#key} tab ${tab}`, lock => {
      this.#send = message => toLeader.postMessage({ tab, lock, ...message });
      this.#sayAll();
      this.#holdLock(`${this.#key} leader`, async () => {
        const { held } = await navigator.locks.query();
        const tabs = held.map(({ name }) => name.split(`${this.#key} tab `)[1]).filter(Boolean);
        if (tab === this.#tab) {
          host = new Host();
          host.expect(tabs);
          this.#hostHere(host);
          toLeader.postMessage({ leader: true });
        }
      });
    });
  }
}

/** What a shared worker does: it has a host, and each tab a port. */
export function serveTabs(scope) {
  const host = new Host();
  scope.onconnect = ({ ports: [port] }) => {
    port.onmessage = ({ data: { tab, ...message } }) => host.receive(tab, message, reply => port.postMessage(reply));
  };
}
