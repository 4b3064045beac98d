import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'cw-identity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), ...args, '--json'], {
      encoding: 'utf8',
      cwd: folder,
    }),
  );
const idsOf = (dir: string): string[] =>
  (run('show', '--dir', dir) as { clauses: { id: string }[] }).clauses.map((clause) => clause.id);

test.each([
  ['markdown', 'md'],
  ['docx', 'docx'],
])('[law 4] every clause keeps its identity when a clean copy of ours comes back as %s', (format, ending) => {
  const dir = join(folder, format);
  run('new', dir, '--from', join(root, 'assets', 'sample', 'code-consultation.md'), '--profile', 'code');
  const before = idsOf(dir);
  const copy = join(folder, `copy.${ending}`);
  run('export', '--format', format, '-o', copy, '--dir', dir);
  run('import', copy, '--replace', '--dir', dir);
  expect(idsOf(dir)).toEqual(before);
});
