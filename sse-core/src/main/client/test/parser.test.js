import assert from 'node:assert/strict';
import test from 'node:test';
import { Parser } from '../src/parser.js';

const BOM = '\uFEFF';
const message = (data, more = {}) => ({ type: 'message', data, id: undefined, lastEventId: '', topics: [], ...more });

/** What the standard (HTML, 9.2.5 and 9.2.6) makes of each stream. */
const FIXTURES = [
  ['nothing', '', []],
  ['an event', 'data: a\n\n', [message('a')]],
  ['an event that is not ended', 'data: a\n', []],
  ['CR', 'data: a\rdata: b\r\r', [message('a\nb')]],
  ['CRLF', 'data: a\r\ndata: b\r\n\r\n', [message('a\nb')]],
  ['all line ends in one', 'data: a\r\ndata: b\ndata: c\r\r\ndata: d\n\r', [message('a\nb\nc'), message('d')]],
  ['LF and CR is two line ends', 'data: a\n\rdata: b\r\n\n', [message('a'), message('b')]],
  ['several lines of data', 'data: YHOO\ndata: +2\ndata: 10\n\n', [message('YHOO\n+2\n10')]],
  ['one blank after the colon goes', 'data:a\n\ndata: a\n\ndata:  a\n\ndata: a \n\n',
    ['a', 'a', ' a', 'a '].map(data => message(data))],
  ['data without a value', 'data\n\ndata\ndata\n\ndata:', [message(''), message('\n')]],
  ['empty blocks', '\n\n\ndata: a\n\n\n\n', [message('a')]],
  ['comments', ': a\n:data: b\n:\ndata: c\n:\n\n', [message('c')]],
  ['a block of a comment', ':\n\n', []],
  ['a name', 'event: add\ndata: 1\n\ndata: 2\n\n', [message('1', { type: 'add' }), message('2')]],
  ['the last name counts', 'event: a\nevent: b\ndata: 1\n\n', [message('1', { type: 'b' })]],
  ['an empty name is none', 'event: a\nevent\ndata: 1\n\n', [message('1')]],
  ['a name without data makes no event, and is forgotten', 'event: a\n\ndata: 1\n\n', [message('1')]],
  ['ids', 'id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n', [
    message('a', { id: '1', lastEventId: '1' }), message('b', { lastEventId: '1' }), message('c', { id: '' })]],
  ['an id without data', 'id: 7\n\ndata: a\n\n', [['id', '7'], message('a', { lastEventId: '7' })]],
  ['an id with NUL is none', 'id: 1\0\ndata: a\n\n', [message('a')]],
  ['an id of a block that is not ended', 'id: 1\ndata: a\n\nid: 2\n', [message('a', { id: '1', lastEventId: '1' })]],
  ['retry', 'retry: 1500\nretry: 1.5\nretry: -1\nretry: a\nretry\nretry:  1\n\n', [['retry', 1500]]],
  ['field names are taken as they are', 'Data: a\ndata : b\n data: c\nfoo: d\nfoo\ndata: e\n\n', [message('e')]],
  ['a line that is all colon', ':\n::\ndata::\n\n', [message(':')]],
  ['colons in a value', 'data: a:b: c\n\n', [message('a:b: c')]],
  ['a byte order mark at the beginning goes', `${BOM}data: a\n\n`, [message('a')]],
  ['one elsewhere stays', `${BOM}${BOM}data: a\n\ndata: ${BOM}b\n\n`, [message(`${BOM}b`)]],
  ['text of all planes', 'data: Grüße – 你好 🌊\n\n', [message('Grüße – 你好 🌊')]],
  ['NUL in data stays', 'data: a\0b\n\n', [message('a\0b')]],
  ['other characters that look like line ends are none', 'data: a\u2028b\u0085c\u000b\n\n', [message('a\u2028b\u0085c\u000b')]],
  ['topics', 'topic: a/b\ntopic: c\ndata: 1\nid: k3x9-1\n\ndata: 2\n\n', [
    message('1', { topics: ['a/b', 'c'], id: 'k3x9-1', lastEventId: 'k3x9-1' }), message('2', { lastEventId: 'k3x9-1' })]],
  ['what a stream says of itself', 'retry: 5\nheartbeat: 15000\nhead: k3x9-7\n\nthrough: k3x9-8\n\n',
    [['retry', 5], ['heartbeat', 15000], ['head', 'k3x9-7'], ['through', 'k3x9-8']]],
];

function read(pieces, lastEventId) {
  const seen = [];
  const parser = new Parser({ event: event => seen.push(event), field: (...field) => seen.push(field) }, lastEventId);
  const decoder = new TextDecoder();
  pieces.forEach(piece => parser.push(decoder.decode(piece, { stream: true })));
  return seen;
}

const bytes = text => new TextEncoder().encode(text);

for (const [name, text, expected] of FIXTURES) {
  test(`${name}, whole, split at every byte, and byte by byte`, () => {
    const all = bytes(text);
    assert.deepEqual(read([all]), expected);
    for (let at = 0; at <= all.length; at++) {
      assert.deepEqual(read([all.slice(0, at), all.slice(at)]), expected, `split at ${at}`);
    }
    assert.deepEqual(read([...all].map(byte => Uint8Array.of(byte))), expected);
  });
}

test('all of them after each other, split at every two bytes', () => {
  // The mark counts at the very beginning only, and what is not ended would run into what follows.
  const rows = FIXTURES.filter(([, text]) => !text.includes(BOM) && /(\n\n|\r\r|\r\n\r\n|\n\r)$/.test(text)
    && !/^id|retry|heartbeat|topic|id: /m.test(text));
  const all = bytes(rows.map(([, text]) => text.endsWith('\r') ? `${text}\n` : text).join(''));
  const expected = rows.flatMap(([, , events]) => events);
  for (let at = 0; at < all.length; at += 7) {
    for (let further = at; further < all.length; further += 13) {
      assert.deepEqual(read([all.slice(0, at), all.slice(at, further), all.slice(further)]), expected);
    }
  }
});

test('bytes that are no UTF-8 become U+FFFD', () => {
  assert.deepEqual(read([Uint8Array.of(...bytes('data: '), 0xff, 0xc3, ...bytes('\n\n'))]), [message('\uFFFD\uFFFD')]);
});

test('the last event id is carried over from the stream before', () => {
  assert.deepEqual(read([bytes('data: a\n\n')], '41'), [message('a', { lastEventId: '41' })]);
});

test('a line of a megabyte in small pieces takes linear time', () => {
  const piece = bytes('x'.repeat(64));
  const started = performance.now();
  const [event] = read([bytes('data: '), ...Array(16_384).fill(piece), bytes('\n\n')]);
  assert.equal(event.data.length, 1 << 20);
  assert.ok(performance.now() - started < 2_000);
});
