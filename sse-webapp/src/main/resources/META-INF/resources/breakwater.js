'use strict';

const MOST_ROWS = 200;
const SERVER_NAMES = ['cpu', 'memory', 'gc', 'threads', 'streams'];
const GAP = 'breakwater.gap';

const $ = id => document.getElementById(id);
const words = text => text.split(/\s+/).filter(word => word);
const eventsUrl = new URL('events', document.baseURI);

let source = null;
let opened = 0;
let gaps = 0;
let count = 0;
let counted = 0;

function show(state, text) {
  $('state').dataset.state = state;
  $('state').textContent = text;
  $('disconnect').disabled = source === null;
}

function complain(text) {
  $('problem').textContent = text;
  $('problem').hidden = !text;
}

// All that comes from the server goes in as text: an event may say <script>.
function addRow(name, data, id) {
  const row = document.createElement('tr');
  row.classList.toggle('gap', name === GAP);
  for (const text of [new Date().toLocaleTimeString(), name, data, id]) {
    row.insertCell().textContent = text;
  }
  $('rows').prepend(row);
  while ($('rows').rows.length > MOST_ROWS) {
    $('rows').deleteRow(-1);
  }
  $('empty').hidden = true;
}

function received(event) {
  if (event.type === GAP) {
    $('gaps').textContent = ++gaps;
  } else {
    $('count').textContent = ++count;
  }
  addRow(event.type, event.data, event.lastEventId);
}

function streamUrl() {
  const url = new URL(eventsUrl);
  words($('topics').value).forEach(topic => url.searchParams.append('topic', topic));
  if ($('from').value !== 'latest') {
    url.searchParams.set('from', $('from').value);
  }
  return url;
}

function disconnect() {
  if (source) {
    source.close();
    source = null;
  }
  show('closed', 'not connected');
}

function connect() {
  disconnect();
  complain('');
  opened = 0;
  $('reconnects').textContent = '0';
  const url = streamUrl();
  const stream = new EventSource(url);
  source = stream;
  show('connecting', 'connecting');
  stream.onopen = () => {
    $('reconnects').textContent = opened++;
    show('open', 'connected');
  };
  stream.onerror = () => {
    if (stream.readyState === EventSource.CLOSED) {
      source = null;
      show('failed', 'refused');
      explain(url);
    } else {
      show('connecting', 'connection lost: the browser comes back by itself');
    }
  };
  new Set(['message', GAP, ...SERVER_NAMES, ...words($('names').value)])
    .forEach(name => stream.addEventListener(name, received));
}

// An EventSource does not say why it was refused.
async function explain(url) {
  const abort = new AbortController();
  try {
    const answer = await fetch(url, {
      headers: { Accept: 'text/event-stream, application/problem+json' }, signal: abort.signal,
    });
    complain(answer.ok ? 'Refused, but it would work now: connect again.' : (await answer.json()).detail);
  } catch (failure) {
    complain('The server cannot be reached.');
  }
  abort.abort();
}

function showCommands() {
  // In single quotes a shell takes everything as it is, but for the quote itself.
  const quoted = text => "'" + String(text).replaceAll("'", "'\\''") + "'";
  const topic = words($('topics').value).find(word => !word.includes('*') && !word.startsWith('server/')) || 'demo';
  const publish = new URL(eventsUrl);
  publish.searchParams.set('topic', topic);
  $('curl-subscribe').textContent = 'curl -N ' + quoted(streamUrl());
  $('curl-publish').textContent =
    "curl -H 'Authorization: Bearer <token>' --data-binary 'hello' " + quoted(publish);
}

$('subscribe').addEventListener('submit', event => {
  event.preventDefault();
  connect();
});
$('subscribe').addEventListener('input', showCommands);
$('disconnect').addEventListener('click', disconnect);
$('clear').addEventListener('click', () => {
  $('rows').replaceChildren();
  $('empty').hidden = false;
});
document.querySelectorAll('[data-copy]').forEach(button => button.addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText($(button.dataset.copy).textContent);
    button.textContent = 'Copied';
  } catch (failure) {
    button.textContent = 'Select and copy by hand';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}));
setInterval(() => {
  $('rate').textContent = count - counted;
  counted = count;
}, 1000);

showCommands();
connect();
