import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

const root = new URL('..', import.meta.url).pathname;

test('the module has at most 6 KiB gzipped, no dependencies, and its source map', () => {
  const module = readFileSync(join(root, 'dist/breakwater.js'));
  assert.ok(gzipSync(module, { level: 9 }).length <= 6 * 1024);
  assert.doesNotMatch(module.toString(), /\bimport\s*[({"']|\brequire\(/);
  assert.match(module.toString(), /\/\/# sourceMappingURL=breakwater\.js\.map\n$/);
  const map = JSON.parse(readFileSync(join(root, 'dist/breakwater.js.map')));
  assert.ok(map.sourcesContent.every(Boolean));
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json')));
  assert.equal(dependencies ?? peerDependencies, undefined);
});

test('what is checked in is what its sources are built to', async context => {
  try {
    statSync(join(root, 'node_modules/esbuild'));
  } catch {
    context.skip('npm ci has not run');
    return;
  }
  const directory = await mkdtemp(join(tmpdir(), 'breakwater-client-'));
  try {
    const built = join(directory, 'breakwater.js');
    execFileSync(process.execPath, ['build.js', built], { cwd: root });
    assert.equal(readFileSync(built, 'utf8'), readFileSync(join(root, 'dist/breakwater.js'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('npm would pack the module, its map and its types', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] }));
  const names = files.map(({ path }) => path).sort();
  assert.deepEqual(names, ['README.md', 'dist/breakwater.d.ts', 'dist/breakwater.js', 'dist/breakwater.js.map', 'package.json']);
});

test('the types are right for whoever uses them', context => {
  try {
    statSync(join(root, 'node_modules/typescript'));
  } catch {
    context.skip('npm ci has not run');
    return;
  }
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext',
    '--lib', 'es2022,dom', 'test/types.ts'], { cwd: root, stdio: 'inherit' });
});
