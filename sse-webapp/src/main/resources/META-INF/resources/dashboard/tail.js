import { $, count } from './page.js';

const MOST_ROWS = 200;
const MOST_CHARACTERS = 2_000;

const segment = text => (text === '*' ? '[^/]+' : text === '**' ? '.+' : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
const regExp = pattern => new RegExp(`^${pattern.split('/').map(segment).join('/')}$`, 's');

/** The newest events of the topics that the reader follows. What comes too fast to be read is counted. */
export class Tail {
  #patterns = [];
  #count = 0;
  #waiting = [];
  #paused = false;
  #taken;

  /** `taken` is told of each event of topics that the reader follows, also while nothing is shown. */
  constructor(taken) {
    this.#taken = taken;
    $('clear').addEventListener('click', () => {
      $('rows').replaceChildren();
      this.#waiting = [];
      $('empty').hidden = false;
    });
    $('pause').addEventListener('click', () => {
      this.#paused = !this.#paused;
      $('pause').setAttribute('aria-pressed', this.#paused);
      $('pause').textContent = this.#paused ? 'Go on' : 'Pause';
    });
    // A few times a second, however fast events come.
    setInterval(() => this.#draw(), 250);
  }

  follow(patterns) {
    this.#patterns = patterns.map(regExp);
  }

  /** An event of any topic. One that names none is of the stream itself, and for all. */
  take(event) {
    if (event.topics.length && !event.topics.some(topic => this.#patterns.some(pattern => pattern.test(topic)))) {
      return;
    }
    this.#count++;
    this.#taken(event);
    this.#waiting.push([new Date(), event]);
    if (this.#waiting.length > MOST_ROWS) {
      this.#waiting.shift();
    }
  }

  #draw() {
    $('count').textContent = count(this.#count);
    if (this.#paused || !this.#waiting.length) {
      return;
    }
    const rows = this.#waiting.map(([time, event]) => row(time, event)).reverse();
    this.#waiting = [];
    $('rows').prepend(...rows);
    while ($('rows').rows.length > MOST_ROWS) {
      $('rows').deleteRow(-1);
    }
    $('empty').hidden = true;
  }
}

// All that comes from the server goes in as text: an event may say <script>.
function row(time, { type, data, topics, lastEventId }) {
  const made = document.createElement('tr');
  made.classList.toggle('gap', type === 'breakwater.gap');
  const shown = data.length > MOST_CHARACTERS ? `${data.slice(0, MOST_CHARACTERS)} … (${count(data.length)} characters)` : data;
  for (const text of [time.toLocaleTimeString(), topics.join(' '), type, shown, lastEventId]) {
    made.insertCell().textContent = text;
  }
  return made;
}
