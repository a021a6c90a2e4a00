/* global uPlot */
import { $, count } from './page.js';

const SECONDS = 600;
const HEIGHT = 170;

/** What each plot shows: the series, by the name of their color in the style sheet. */
const PLOTS = {
  streams: [['streams', 'streams', '--first']],
  events: [['delivered', 'deliveries', '--first'], ['published', 'published', '--second']],
  connects: [['connects', 'connects', '--first'], ['ends', 'ends', '--second']],
  lag: [['slowest', 'slowest', '--first'], ['median', 'median', '--second']],
};

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The plots of the last minutes. */
export class Plots {
  #times = [];
  #values = {};
  #plots = {};

  constructor() {
    this.#draw();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    new ResizeObserver(() => this.#resize()).observe($('plot-streams').parentElement);
  }

  /** The values of now, by their names. */
  add(values) {
    this.#times.push(Date.now() / 1000);
    for (const [name, value] of Object.entries(values)) {
      (this.#values[name] ??= []).push(value);
    }
    if (this.#times.length > SECONDS) {
      this.#times.shift();
      Object.values(this.#values).forEach(series => series.shift());
    }
    Object.keys(PLOTS).forEach(id => this.#plots[id].setData(this.#data(id)));
  }

  #data(id) {
    return [this.#times, ...PLOTS[id].map(([, name]) => this.#values[name] ?? [])];
  }

  #draw() {
    const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
    for (const id of Object.keys(PLOTS)) {
      this.#plots[id]?.destroy();
      this.#plots[id] = new uPlot({
        width: this.#width(id),
        height: HEIGHT,
        scales: { y: { range: (_, low, high) => [0, Math.max(1, high * 1.15)] } },
        axes: [{ ...axis, space: 70 }, { ...axis, size: 58, values: (_, ticks) => ticks.map(tick => (tick % 1 ? '' : count(tick))) }],
        cursor: { points: { size: 6 }, drag: { x: false, y: false } },
        series: [{ value: (_, time) => (time === null ? '' : new Date(1000 * time).toLocaleTimeString()) },
          ...PLOTS[id].map(([label, , stroke], index) => ({
            label,
            stroke: color(stroke),
            width: 2,
            fill: index === 0 ? `${color(stroke)}22` : undefined,
            points: { show: false },
            value: (_, value) => (value === null || value === undefined ? '' : count(value)),
          }))],
      }, this.#data(id), $(`plot-${id}`));
    }
  }

  #width(id) {
    return Math.max(200, $(`plot-${id}`).clientWidth);
  }

  #resize() {
    Object.keys(PLOTS).forEach(id => this.#plots[id].setSize({ width: this.#width(id), height: HEIGHT }));
  }
}
