import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { build } from 'esbuild';

/** Names that only the modules themselves know; tabs of another build than this one do not share a stream with it. */
const INTERNAL = new RegExp(`^(${[
  'alive', 'answer', 'ask', 'begin', 'buffered', 'bye', 'carrier', 'connection', 'cursor', 'deliver', 'down', 'drop', 'events',
  'expect', 'failure', 'field', 'final', 'gone', 'hasCaughtUp', 'hasEnded', 'hold', 'isOpen', 'isSide', 'leader', 'lock',
  'matches', 'member', 'members', 'opened', 'options', 'parts', 'pause', 'plan', 'put', 'receive', 'refused', 'reply',
  'resume', 'start', 'tab', 'take', 'union', 'wake', 'wanted', 'wasRefused', 'wentDown',
].join('|')})$`);

const hash = createHash('sha256');
for (const name of (await readdir('src')).sort()) {
  hash.update(await readFile(`src/${name}`));
}

await build({
  entryPoints: ['src/breakwater.js'],
  outfile: process.argv[2] ?? 'dist/breakwater.js',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  mangleProps: INTERNAL,
  define: { BUILD: JSON.stringify(hash.digest('base64url').slice(0, 8)) },
  sourcemap: true,
});
