// `npm run check`: everything that can be said about the sources without running them.
import { spawnSync } from 'node:child_process';
import { install, root, tool } from './prepare.mjs';

install();

const node = process.execPath;
/** @type {readonly [string, string, readonly string[]][]} */
const steps = [
  ['format', node, [tool('prettier'), '--check', '--log-level', 'warn', '.']],
  ['lint', node, [tool('oxlint'), '--type-aware', '--deny-warnings', '--quiet']],
  ['types of the core, no DOM in sight', node, [tool('typescript', 'tsc'), '-p', 'tsconfig.src.json']],
  ['types of everything', node, [tool('typescript', 'tsc'), '-p', 'tsconfig.json']],
  ['dead code', node, [tool('knip'), '--no-progress']],
  ['import table and circles', node, ['scripts/rooms.mjs']],
  ['hosts, machine paths, clock, locale, chance', node, ['scripts/tracked.mjs']],
];

const failed = [];
for (const [name, program, args] of steps) {
  const started = process.hrtime.bigint();
  const done = spawnSync(program, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
  const ok = done.status === 0;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (ok) continue;
  failed.push(name);
  process.stdout.write(`${done.stdout}${done.stderr}${done.error ? `${done.error.message}\n` : ''}`);
}
process.stdout.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join('; ')}.\n`);
process.exit(failed.length === 0 ? 0 : 1);
