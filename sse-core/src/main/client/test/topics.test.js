import assert from 'node:assert/strict';
import test from 'node:test';
import { chosen, matcher, prepared, union, within } from '../src/topics.js';

test('patterns match as at the server', () => {
  for (const [pattern, matching, others] of [
    ['prices/acme', ['prices/acme'], ['prices', 'prices/acme/bid', 'prices/acmee']],
    ['prices/*', ['prices/acme', 'prices/zeta'], ['prices', 'prices/acme/bid']],
    ['prices/*/bid', ['prices/acme/bid'], ['prices/acme', 'prices/bid', 'prices/a/b/bid']],
    ['prices/**', ['prices/acme', 'prices/acme/bid'], ['prices', 'price/acme']],
    ['**', ['a', 'a/b', 'a/b/c'], []],
    ['*', ['a'], ['a/b']],
    ['a.b/(c)', ['a.b/(c)'], ['axb/(c)', 'a.b/c']],
    ['ü/*', ['ü/你好'], ['u/x']],
  ]) {
    matching.forEach(topic => assert.ok(matcher([pattern])([topic]), `${pattern} ${topic}`));
    others.forEach(topic => assert.ok(!matcher([pattern])([topic]), `${pattern} ${topic}`));
  }
});

test('topics of all parts are asked for once', () => {
  assert.deepEqual(union([{ topics: ['b', 'a/*'] }, { topics: ['b'] }, { topics: ['a/x'] }]), ['a/*', 'a/x', 'b']);
  assert.deepEqual(union([]), []);
});

test('topics are within others if each of them is', () => {
  assert.ok(within(['a/x', 'b'], ['a/x', 'b', 'c']));
  assert.ok(!within(['a/x'], ['a/*']));
  assert.ok(within([], ['a']));
});

test('an event is chosen once, by the first part that wants it and has not had it', () => {
  const parts = [prepared({ topics: ['a'], cursor: 'k3x9-5' }), prepared({ topics: ['a', 'b'], cursor: 'k3x9-7' })];
  const event = (topic, position) => ({ topics: [topic], id: `k3x9-${position}` });
  const ids = chosen([event('a', 5), event('a', 6), event('b', 7), event('b', 8), event('c', 9)], parts).map(({ id }) => id);
  assert.deepEqual(ids, ['k3x9-6', 'k3x9-8']);
});

test('what names no topic is for all who have not had it', () => {
  const gap = { topics: [], id: 'k3x9-6' };
  assert.deepEqual(chosen([gap], [prepared({ topics: ['a'], cursor: 'k3x9-5' })]), [gap]);
  assert.deepEqual(chosen([gap], [prepared({ topics: ['a'], cursor: 'k3x9-6' })]), []);
});
