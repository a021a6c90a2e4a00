// Ids are `<epoch>-<position>`: within an epoch positions grow. Of other ids nothing is known.
const OURS = /^([0-9A-Za-z]{4,20})-(0|[1-9]\d{0,18})$/;

const parts = id => OURS.exec(id || '');

/** A name that nobody else has; no secret. */
export const unique = () => Math.random().toString(36).slice(2);

/** Below 0, 0 or above 0 as `a` comes before, with or after `b`; NaN if that cannot be told. */
export function order(a, b) {
  const [x, y] = [parts(a), parts(b)];
  if (!x || !y || x[1] !== y[1]) {
    return NaN;
  }
  return x[2].length - y[2].length || (x[2] < y[2] ? -1 : +(x[2] > y[2]));
}

/** Whether who has everything up to `cursor` has `id`. */
export const covers = (cursor, id) => order(id, cursor) <= 0;

/** Where somebody is who was at `cursor` and has now everything up to `id`. */
export const later = (cursor, id) => (!id || covers(cursor, id) ? cursor : id);
