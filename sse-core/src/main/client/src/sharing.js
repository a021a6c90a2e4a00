import { Host } from './host.js';

const VERSION = 'breakwater-1';

const random = () => [...crypto.getRandomValues(new Uint32Array(4))].map(word => word.toString(36)).join('');

/** How tabs can share here: `worker`, `leader`, or `none`. */
export function howToShare() {
  if (typeof SharedWorker === 'function') {
    return 'worker';
  }
  return globalThis.navigator?.locks && typeof BroadcastChannel === 'function' ? 'leader' : 'none';
}

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
    this.#key = `${VERSION} ${key}`;
    this.#options = options;
    this.#mode = mode;
    this.#workerUrl = workerUrl;
    this.#join();
    globalThis.addEventListener?.('pagehide', () => this.#part());
    globalThis.addEventListener?.('pageshow', ({ persisted }) => persisted && this.#join());
    globalThis.addEventListener?.('online', () => this.#wake());
    globalThis.document?.addEventListener('visibilitychange', () => document.hidden || this.#wake());
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

  close() {
    this.#part();
  }

  #wake() {
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

  #join() {
    this.#tab = random();
    this.#leave = () => {};
    const join = { worker: () => this.#joinWorker(), leader: () => this.#joinLeader() }[this.#mode];
    if (join) {
      join();
    } else {
      this.#hostHere(new Host());
    }
  }

  #part() {
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
    this.#mode = navigator.locks ? 'leader' : 'none';
    this.#join();
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
    let channels = new Map();
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
        const tabs = (await navigator.locks.query()).held
          .map(({ name }) => name)
          .filter(name => name.startsWith(`${this.#key} tab `))
          .map(name => name.slice(`${this.#key} tab `.length));
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
