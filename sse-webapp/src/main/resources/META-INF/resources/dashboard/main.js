import { BreakwaterSource } from '../client/breakwater.js';
import { Administration } from './administration.js';
import { Figures } from './figures.js';
import { $, words } from './page.js';
import { Plots } from './plots.js';
import { Rates } from './rates.js';
import { Tail } from './tail.js';

const OWN = 'server/**';
const OWN_NAMES = ['cpu', 'memory', 'gc', 'threads', 'streams', 'hub'];
const LAST = 50;

const figures = new Figures(new Plots());
const rates = new Rates();
const tail = new Tail(event => rates.take(event));
const administration = new Administration();

// One source for all of the page: where topics change the stream goes over without loss.
const source = new BreakwaterSource('events', { topics: [OWN, ...words($('topics').value)] });
const listened = new Set();

function show(state, text) {
  $('state').dataset.state = state;
  $('state').textContent = text;
}

function complain(text) {
  $('problem').textContent = text;
  $('problem').hidden = !text;
}

function received(event) {
  if (event.topics.some(topic => topic.startsWith('server/'))) {
    const reading = JSON.parse(event.data);
    figures.take(event.type, reading);
    if (event.type === 'hub') {
      administration.show(reading.drain);
    }
  }
  tail.take(event);
}

function listen(names) {
  names.filter(name => !listened.has(name)).forEach(name => {
    listened.add(name);
    source.addEventListener(name, received);
  });
}

function follow(start) {
  complain('');
  rates.clear();
  tail.follow(words($('topics').value));
  listen(words($('names').value));
  source.setTopics([OWN, ...words($('topics').value)], start);
}

source.onopen = () => show('open', 'connected');
source.ongap = event => {
  $('tail-gaps').textContent = +$('tail-gaps').textContent + 1;
  tail.take(event);
};
source.onerror = ({ message }) => {
  if (source.readyState === BreakwaterSource.CONNECTING) {
    show('connecting', 'connection lost: it comes back by itself');
  } else {
    complain(message);
    if (source.readyState === BreakwaterSource.CLOSED) {
      show('failed', 'refused: load the page again');
    }
  }
};

$('subscribe').addEventListener('submit', event => {
  event.preventDefault();
  const from = $('from').value;
  try {
    follow(from === 'last' ? { last: LAST } : from ? { from } : {});
  } catch (failure) {
    complain(failure.message);
  }
});

listen(['message', ...OWN_NAMES]);
tail.follow(words($('topics').value));
