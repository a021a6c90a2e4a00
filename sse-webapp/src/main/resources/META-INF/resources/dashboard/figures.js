import { $, bytes, count, seconds } from './page.js';

/** Of less than these seconds nothing is known that is worth to be shown as a rate. */
const SHORTEST = 0.5;

/** What the server says of itself, as numbers and in the plots. */
export class Figures {
  #plots;
  #readings = {};
  #before = {};

  constructor(plots) {
    this.#plots = plots;
  }

  /** A reading of a kind; that of the hub is the last of each second. */
  take(kind, reading) {
    this.#readings[kind] = reading;
    if (kind === 'hub' && this.#readings.streams) {
      this.#show(performance.now());
    }
  }

  #show(now) {
    const { streams, hub, cpu, memory } = this.#readings;
    const elapsed = this.#before.at ? (now - this.#before.at) / 1000 : 0;
    if (this.#before.at && elapsed < SHORTEST) {
      return; // some that come at once, after the page was away
    }
    const rate = (value, before) => (elapsed > 0 && before !== undefined ? Math.max(0, (value - before) / elapsed) : 0);
    const last = this.#before.streams ?? {};
    const rates = {
      deliveries: rate(streams.deliveries, last.deliveries),
      published: rate(streams.published, last.published),
      connects: rate(streams.opened, last.opened),
      bytes: rate(streams.bytes, last.bytes),
      ends: rate(sum(hub.closed), this.#before.hub && sum(this.#before.hub.closed)),
    };
    this.#tiles(streams, hub, rates);
    this.#process(cpu, memory);
    table('closed', hub.closed, this.#before.hub?.closed, rate);
    table('deferred', hub.admission.deferred, this.#before.hub?.admission.deferred, rate);
    if (elapsed > 0) {
      this.#plots.add({ ...rates, streams: streams.open, slowest: hub.lag.slowest, median: hub.lag.median });
    }
    this.#before = { at: now, streams, hub };
  }

  #tiles(streams, { admission, budget, gaps, lag, log, retry }, rates) {
    text('streams', count(streams.open));
    text('budget', budget.total ? `budget ${count(budget.open)} of ${count(budget.total)}` : 'no budget set');
    text('deliveries', count(rates.deliveries));
    text('bytes', `${bytes(rates.bytes)}/s`);
    text('published', count(rates.published));
    text('topics-known', `${count(streams.topics)} topics`);
    text('connects', count(rates.connects));
    text('admission', admission.rate === undefined
      ? 'admission is off'
      : `of ${count(admission.rate)}/s${admission.queueSeconds ? `, queue ${seconds(1000 * admission.queueSeconds)}` : ''}`);
    text('slowest', count(lag.slowest));
    text('behind', `median ${count(lag.median)} events`);
    text('retry', `${seconds(retry.from)} – ${seconds(retry.to)}`);
    text('gaps', `${count(gaps)} gaps told`);
    text('log', `${count(log.events)}`);
    text('log-bytes', `${bytes(log.bytes)} of ${bytes(log.mostBytes)}`);
    text('notice', admission.overloaded ? 'overloaded: fewer streams are let in' : '');
  }

  #process(cpu, memory) {
    if (cpu?.process !== undefined) {
      text('cpu', `${Math.round(100 * cpu.process)} % CPU`);
    }
    if (memory) {
      text('heap', `heap ${bytes(memory.heapUsed)} of ${bytes(memory.heapMax)}`);
    }
  }
}

const sum = counts => Object.values(counts).reduce((all, each) => all + each, 0);

function text(id, value) {
  if ($(id).textContent !== value) {
    $(id).textContent = value;
  }
}

/** Rows stay where they are, so that nothing jumps; those of which there was none are pale. */
function table(id, counts, before, rate) {
  const body = $(id);
  for (const [reason, all] of Object.entries(counts)) {
    let row = body.querySelector(`[data-reason="${reason}"]`);
    if (!row) {
      row = body.insertRow();
      row.dataset.reason = reason;
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = reason;
      row.append(head);
      row.insertCell();
      row.insertCell();
    }
    row.cells[1].textContent = count(all);
    row.cells[2].textContent = count(rate(all, before?.[reason]));
    row.classList.toggle('none', all === 0);
  }
}
