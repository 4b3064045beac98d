import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, inTurn, type Print } from './measure.ts';

const here = join(process.cwd(), 'bench', 'docxodus');
const samples = process.env['CLAUSEWRIGHT_SAMPLES'] ?? join(process.cwd(), '..', 'shared', 'samples');
const cli = join(process.cwd(), 'dist', 'cli.js');
const volumes = ['sp800-63b'];

/** A peer on real documents: two editions as Word files, both commands whole. Its package is installed on demand. */
export async function benchDocxodus(print: Print): Promise<void> {
  const why = missing();
  if (why) {
    print(`redline of Word files against docxodus: skipped, ${why}`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'clausewright-bench-'));
  try {
    for (const volume of volumes) {
      const [a, b] = [join(folder, 'a.docx'), join(folder, 'b.docx')];
      const source = (edition: string): string =>
        join(samples, 'docs', 'nist-800-63-3', edition, `${volume}.md`);
      command('pandoc', [source('draft-2017-01-30'), '-o', a]);
      command('pandoc', [source('final-2017-06-26'), '-o', b]);
      const out = join(folder, 'theirs.docx');
      const mine = join(folder, 'ours.docx');
      const [baseline, ours] = await inTurn(
        1,
        () => command(process.execPath, [join(here, 'compare.mjs'), a, b, out], [0], here),
        () => command(process.execPath, [cli, 'redline', a, b, '--format', 'docx', '-o', mine]),
      );
      const remark = `files of ${statSync(mine).size} bytes ours, ${statSync(out).size} theirs`;
      print({
        what: `redline of Word files, NIST ${volume.slice(5).toUpperCase()}`,
        baseline,
        ours,
        goal: 1 / 20,
        remark,
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missing(): string | null {
  if (!existsSync(cli)) return 'dist/cli.js is not built';
  if (!existsSync(samples)) return 'the real documents are not here (CLAUSEWRIGHT_SAMPLES)';
  try {
    command('pandoc', ['--version']);
    if (!existsSync(join(here, 'node_modules', 'docxodus'))) {
      command(
        'npm',
        ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'],
        [0],
        here,
      );
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
