import assert from 'node:assert/strict';
import test from 'node:test';
import { covers, later, order } from '../src/ids.js';

test('ids of an epoch are in the order of their positions, whatever their number of digits', () => {
  const ids = ['0', '1', '9', '10', '99', '1000', '9007199254740993', '9007199254740994', '9223372036854775807'];
  ids.forEach((a, i) => ids.forEach((b, j) => {
    assert.equal(Math.sign(order(`k3x9-${a}`, `k3x9-${b}`)), Math.sign(i - j));
  }));
});

test('of ids of two epochs, or that are not ours, nothing is known', () => {
  for (const [a, b] of [['k3x9-1', 'k3x8-1'], ['', 'k3x9-1'], ['1', '2'], ['k3x9-01', 'k3x9-1'], ['a-b-1', 'a-b-2']]) {
    assert.ok(Number.isNaN(order(a, b)));
    assert.equal(covers(a, b), false);
    assert.equal(later(a, b), b);
  }
});

test('a cursor moves forward only', () => {
  assert.equal(later('k3x9-7', 'k3x9-6'), 'k3x9-7');
  assert.equal(later('k3x9-7', 'k3x9-70'), 'k3x9-70');
  assert.equal(later('k3x9-7', ''), 'k3x9-7');
  assert.equal(later('', 'k3x9-7'), 'k3x9-7');
});
