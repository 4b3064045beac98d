// `npm run bench [NAME…]`: builds the benches, runs them in this one process, prints baseline, ours and the ratio.
// A bench is a file `bench/<name>.ts`; each function it exports whose name begins with `bench` is called.
import { readdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './prepare.mjs';

install();
build();

const { build: bundle } = await import('vite');
const wanted = process.argv.slice(2);
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const outDir = join(root, 'out', 'bench');
rmSync(outDir, { recursive: true, force: true });
await bundle({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir,
    target: 'node20.18',
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(names.map((name) => [name, join(root, 'bench', `${name}.ts`)])),
      output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name].mjs' },
    },
  },
});

process.chdir(root);
process.stdout.write(`Node ${process.versions.node}, ${cpus().length} cores, times in ms, medians\n`);
process.stdout.write(line('what', 'baseline', 'ours', 'ratio', 'goal', ''));
for (const name of names) {
  const module = await import(pathToFileURL(join(outDir, `${name}.mjs`)).href);
  for (const [exported, run] of Object.entries(module)) {
    if (!exported.startsWith('bench') || typeof run !== 'function') continue;
    try {
      await run(print);
    } catch (error) {
      print(`${name}: stopped, ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** @param {string | { what: string, baseline: number | null, ours: number | null, goal?: number | null, remark?: string }} row */
function print(row) {
  if (typeof row === 'string') {
    process.stdout.write(`${row}\n`);
    return;
  }
  const { what, baseline, ours, goal = null, remark = '' } = row;
  const ratio = baseline === null || ours === null ? null : ours / baseline;
  const met = ratio === null || goal === null ? '' : ratio <= goal ? ' met' : ' MISSED';
  process.stdout.write(
    line(what, number(baseline), number(ours), number(ratio, 2), `${number(goal, 2)}${met}`, remark),
  );
}

/** @param {number | null} value */
function number(value, digits = value !== null && value < 10 ? 1 : 0) {
  return value === null ? '' : value.toFixed(digits);
}

/** @param {string[]} cells */
function line(...cells) {
  const [what = '', ...rest] = cells;
  const remark = rest.pop() ?? '';
  const goal = rest.pop() ?? '';
  return (
    `${what.padEnd(52)}${rest.map((cell) => cell.padStart(10)).join('')}  ${goal.padEnd(12)}${remark}`.trimEnd() +
    '\n'
  );
}
