const FIELD = /^([^:]*)(?:: ?(.*))?$/s;

/**
 * Reads the event stream format (HTML, 9.2.5 and 9.2.6), in pieces of any size. Of the fields that the standard has
 * parsers ignore it knows Breakwater's own: `topic` of an event, and `heartbeat`, `head` and `through` of the stream.
 */
export class Parser {
  #handler;
  #rest = '';
  #afterCr = false;
  #data = [];
  #type = '';
  #topics = [];
  #id;

  /** `handler.event(event)` for each event, `handler.field(name, value)` for what concerns the stream. */
  constructor(handler, lastEventId = '') {
    this.#handler = handler;
    this.lastEventId = this.buffered = lastEventId;
  }

  push(text) {
    let start = this.#afterCr && text.startsWith('\n') ? 1 : 0;
    this.#afterCr &&= !text;
    let cr = text.indexOf('\r', start);
    let lf = text.indexOf('\n', start);
    while (cr >= 0 || lf >= 0) {
      const end = cr >= 0 && (lf < 0 || cr < lf) ? cr : lf;
      this.#line(this.#rest + text.slice(start, end));
      this.#rest = '';
      start = end + 1;
      if (end === cr) {
        this.#afterCr = start === text.length;
        if (text[start] === '\n') {
          start++;
        }
        cr = text.indexOf('\r', start);
      }
      if (lf >= 0 && lf < start) {
        lf = text.indexOf('\n', start);
      }
    }
    this.#rest += text.slice(start);
  }

  #line(line) {
    if (!line) {
      this.#dispatch();
      return;
    }
    const [, name, value = ''] = FIELD.exec(line);
    if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id') {
      if (!value.includes('\0')) {
        this.#id = this.buffered = value;
      }
    } else if (name === 'topic') {
      this.#topics.push(value);
    } else if (/^(head|through)$/.test(name)) {
      this.#handler.field(name, value);
    } else if (/^(retry|heartbeat):\d+$/.test(`${name}:${value}`)) {
      this.#handler.field(name, +value);
    }
  }

  #dispatch() {
    this.lastEventId = this.buffered;
    const [data, type, topics, id] = [this.#data, this.#type || 'message', this.#topics, this.#id];
    this.#data = [];
    this.#type = '';
    this.#topics = [];
    this.#id = undefined;
    // One empty line of data is enough for an event.
    if (data.length) {
      this.#handler.event({ type, data: data.join('\n'), id, lastEventId: this.lastEventId, topics });
    } else if (id !== undefined) {
      this.#handler.field('id', id);
    }
  }
}
