import { $, count } from './page.js';

const MOST_ROWS = 12;
const MOST_TOPICS = 2_000;

/** How much of a rate is what came in the last second. */
const WEIGHT = 0.25;

/** Below this a topic is silent, and forgotten. */
const SILENT = 0.005;

/** Which of the topics that the reader follows have the most events. Of very many, those that came first are counted. */
export class Rates {
  #topics = new Map();
  #others = 0;

  constructor() {
    setInterval(() => this.#second(), 1_000);
  }

  take({ topics }) {
    for (const topic of topics) {
      const known = this.#topics.get(topic);
      if (known) {
        known.now++;
      } else if (this.#topics.size < MOST_TOPICS) {
        this.#topics.set(topic, { topic, now: 1 });
      } else {
        this.#others++;
      }
    }
  }

  /** Other topics are followed. */
  clear() {
    this.#topics.clear();
    this.#others = 0;
    this.#draw();
  }

  #second() {
    for (const known of this.#topics.values()) {
      known.rate = known.rate === undefined ? known.now : known.rate + WEIGHT * (known.now - known.rate);
      known.now = 0;
      if (known.rate < SILENT) {
        this.#topics.delete(known.topic);
      }
    }
    this.#draw();
  }

  #draw() {
    const measured = [...this.#topics.values()].filter(({ rate }) => rate !== undefined);
    const most = measured.sort((a, b) => b.rate - a.rate || (a.topic < b.topic ? -1 : 1)).slice(0, MOST_ROWS);
    const body = $('topic-rates');
    while (body.rows.length > most.length) {
      body.deleteRow(-1);
    }
    most.forEach(({ topic, rate }, i) => {
      const row = body.rows[i] ?? made(body);
      row.cells[0].textContent = topic;
      row.cells[1].textContent = rate < 10 ? rate.toFixed(1) : count(rate);
    });
    const more = measured.length - most.length;
    $('more-topics').textContent = more || this.#others
      ? `and ${count(more)} more${this.#others ? `; events of topics beyond ${count(MOST_TOPICS)}: ${count(this.#others)}` : ''}`
      : '';
  }
}

function made(body) {
  const row = body.insertRow();
  const head = document.createElement('th');
  head.scope = 'row';
  row.append(head);
  row.insertCell();
  return row;
}
