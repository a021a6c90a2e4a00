/** An element of the page. */
export const $ = id => document.getElementById(id);

export const words = text => text.split(/\s+/).filter(Boolean);

/** A number for people: 12,345; 1.2 M. */
export function count(number) {
  return number >= 1e6
    ? new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(number)
    : Math.round(number).toLocaleString('en');
}

/** Bytes for people. */
export function bytes(number) {
  const unit = number < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(number) / 10));
  return `${(number / 1024 ** unit).toFixed(unit ? 1 : 0)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

/** Milliseconds for people. */
export const seconds = millis => (millis < 120_000 ? `${(millis / 1000).toFixed(millis % 1000 ? 1 : 0)} s` : `${(millis / 60_000).toFixed(1)} min`);
