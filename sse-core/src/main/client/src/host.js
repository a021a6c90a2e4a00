import { Union } from './union.js';

const LONGEST_ANSWER = 10_000;
const LONGEST_EXPECTATION = 300;

/** The side that has the stream, for all tabs: in a worker, in the leading tab, or in a tab that shares with nobody. */
export class Host {
  #tabs = new Map();
  #union;
  #questions = new Map();
  #question = 0;
  #awaited = new Set();

  /** Opens nothing until all of these tabs have said what they want. */
  expect(tabs) {
    tabs.filter(tab => !this.#tabs.has(tab)).forEach(tab => this.#awaited.add(tab));
    setTimeout(() => {
      this.#awaited.clear();
      this.#begin();
    }, LONGEST_EXPECTATION);
  }

  #begin() {
    this.#union?.hold(this.#awaited.size > 0);
  }

  /** A message of a tab; `reply` is how to answer it. */
  receive(tab, message, reply) {
    if (message.bye) {
      this.drop(tab);
      return;
    }
    if (!this.#tabs.has(tab)) {
      this.#tabs.set(tab, { members: new Set() });
      // A tab holds a lock for as long as it lives.
      message.lock && navigator.locks.request(message.lock, () => this.drop(tab));
    }
    const known = this.#tabs.get(tab);
    known.reply = reply;
    if (message.options && !this.#union) {
      this.#union = new Union(message.options, (member, told) => this.#tell(member, told), renew => this.#headers(renew));
      this.#begin();
    }
    for (const { id, parts } of message.put || []) {
      known.members.add(id);
      this.#union.put(id, parts);
    }
    if (message.remove) {
      known.members.delete(message.remove);
      this.#union?.remove(message.remove);
    }
    if (message.wake) {
      this.#union?.wake();
    }
    if (message.answer) {
      this.#questions.get(message.answer)?.(message);
    }
    this.#awaited.delete(tab);
    this.#begin();
  }

  #tell(member, message) {
    for (const { members, reply } of this.#tabs.values()) {
      if (members.has(member)) {
        reply({ member, ...message });
      }
    }
  }

  drop(tab) {
    this.#tabs.get(tab)?.members.forEach(member => this.#union?.remove(member));
    this.#tabs.delete(tab);
    this.#awaited.delete(tab);
    this.#begin();
  }

  /** The headers that a stream is to be opened with: any tab knows, but some may not be able to answer now. */
  #headers(renew) {
    const answer = ++this.#question;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(reject, LONGEST_ANSWER, Error('no tab answers'));
      this.#questions.set(answer, ({ headers, failure }) => {
        clearTimeout(timer);
        this.#questions.delete(answer);
        (failure ? reject : resolve)(failure ? Error(failure) : headers);
      });
      this.#tabs.forEach(({ reply }) => reply({ ask: answer, renew }));
    });
  }

  close() {
    this.#union?.close();
  }
}
