import { $, count } from './page.js';

const TOKEN = 'breakwater.token';

/** Publishing and draining, with the token. */
export class Administration {
  #drained = false;

  constructor() {
    $('token').value = sessionStorage.getItem(TOKEN) ?? '';
    $('token').addEventListener('change', () => sessionStorage.setItem(TOKEN, $('token').value));
    $('publish').addEventListener('submit', event => this.#submit(event, () => this.#publish()));
    $('drain').addEventListener('submit', event => this.#submit(event, () => this.#drain()));
    $('resume').addEventListener('click', event => this.#submit(event, () => this.#resume()));
  }

  /** How far a drain is, or that there is none. */
  show(drain) {
    $('drain-progress').hidden = !drain;
    $('resume').hidden = !drain;
    if (drain) {
      $('drained').value = drain.total ? 1 - drain.left / drain.total : 1;
      $('drain-text').textContent = drain.left
        ? `${count(drain.left)} of ${count(drain.total)} streams are left`
        : 'drained: no stream is left, and none is let in';
    }
  }

  async #submit(event, action) {
    event.preventDefault();
    $('refused').hidden = true;
    $('done').textContent = '';
    try {
      $('done').textContent = await action();
    } catch (failure) {
      $('refused').textContent = failure.message;
      $('refused').hidden = false;
    }
  }

  async #publish() {
    const query = new URLSearchParams({ topic: $('publish-topic').value.trim() });
    [['event', 'publish-name'], ['key', 'publish-key']].filter(([, id]) => $(id).value)
      .forEach(([name, id]) => query.set(name, $(id).value));
    const { id } = await this.#post(`events?${query}`, $('publish-data').value);
    return `published as ${id}`;
  }

  async #drain() {
    if (!await sure()) {
      return '';
    }
    this.#follow();
    this.show(progress(await this.#post(`admin/drain?window=${$('window').value}`)));
    return '';
  }

  async #resume() {
    await this.#post('admin/resume');
    this.#drained = false;
    this.show();
    return 'streams are let in again';
  }

  /** The page's own stream ends with the others: from then on it has to ask. */
  async #follow() {
    this.#drained = true;
    while (this.#drained) {
      await new Promise(resolve => setTimeout(resolve, 1_000));
      const answer = await fetch('admin/drain', { headers: this.#headers() }).catch(() => undefined);
      if (answer?.ok) {
        const state = await answer.json();
        this.#drained &&= state.state !== 'open';
        this.show(progress(state));
      }
    }
  }

  #headers() {
    return { Authorization: `Bearer ${$('token').value.trim()}` };
  }

  async #post(path, body = '') {
    const answer = await fetch(path, { method: 'POST', body, headers: { ...this.#headers(), 'Content-Type': 'text/plain' } });
    const result = await answer.json();
    if (!answer.ok) {
      throw new Error(result.detail);
    }
    return result;
  }
}

/** Asks once more. */
function sure() {
  const dialog = $('sure');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(answer => {
    dialog.addEventListener('close', () => answer(dialog.returnValue === 'drain'), { once: true });
  });
}

const progress = ({ state, streams, total }) => (state === 'open' ? undefined : { left: streams, total });
