import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byId } from '../src/model/plain.ts';
import type { Text } from '../src/model/text.ts';
import { accept } from '../src/redline/accept.ts';
import { align } from '../src/redline/align.ts';
import { redline } from '../src/redline/compare.ts';
import { labelsOf } from '../src/numbering/labels.ts';
import type { Side } from '../src/redline/types.ts';
import { editWords, makeCorpus, restructure, toMarkdown, toText } from './corpus.ts';
import { command, inTurn, repeated, type Print } from './measure.ts';

const sizes = [100, 1_000, 10_000];
const rates: readonly [rate: number, goal: number][] = [
  [0.01, 1.5],
  [0.1, 1.5],
  [0.4, 2.5],
];
const cli = join(process.cwd(), 'dist', 'cli.js');

const side = (name: string, text: Text): Side => ({ name, text, labels: labelsOf(text), resolve: byId });

/** The whole command on two files, against git's words on the same two files. */
export async function benchRedlineOfFiles(print: Print): Promise<void> {
  if (!existsSync(cli)) {
    print('redline of files: skipped, dist/cli.js is not built');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'clausewright-bench-'));
  try {
    for (const size of sizes) {
      for (const [rate, goal] of rates) {
        const corpus = makeCorpus(size);
        const [a, b] = [join(folder, 'a.md'), join(folder, 'b.md')];
        writeFileSync(a, toMarkdown(corpus));
        writeFileSync(b, toMarkdown(editWords(corpus, rate)));
        const git = (): string => command('git', ['diff', '--word-diff', '--no-index', a, b], [0, 1]);
        const ours = (): string => command(process.execPath, [cli, 'redline', a, b, '--format', 'json']);
        const [baseline, mine] = await inTurn(size > 1_000 ? 3 : 5, git, ours);
        const remark = `words marked: ${markedByUs(ours())} ours, ${markedByGit(git())} git`;
        print({
          what: `redline of files, ${size} clauses, ${rate * 100} % edited`,
          baseline,
          ours: mine,
          goal,
          remark,
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const count = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

function markedByGit(output: string): number {
  let sum = 0;
  for (const [, deleted, inserted] of output.matchAll(/\[-(.*?)-\]|\{\+(.*?)\+\}/gs)) {
    sum += count(deleted ?? inserted ?? '');
  }
  return sum;
}

function markedByUs(output: string): number {
  const { changes } = JSON.parse(output) as { changes: { ops: { op: string; text: string }[] }[] };
  return changes
    .flatMap((change) => change.ops)
    .filter(({ op }) => op !== 'equal')
    .reduce((sum, { text }) => sum + count(text), 0);
}

/** The comparison alone, in this process; the baseline is git's whole command on the same words. */
export async function benchRedlineInProcess(print: Print): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'clausewright-bench-'));
  try {
    for (const size of sizes) {
      for (const [rate, goal] of rates) {
        const corpus = makeCorpus(size);
        const edited = editWords(corpus, rate);
        const [a, b] = [join(folder, 'a.md'), join(folder, 'b.md')];
        writeFileSync(a, toMarkdown(corpus));
        writeFileSync(b, toMarkdown(edited));
        const [base, target] = [side('a', toText(corpus)), side('b', toText(edited))];
        const [baseline, ours] = await inTurn(
          size > 1_000 ? 3 : 5,
          () => command('git', ['diff', '--word-diff', '--no-index', a, b], [0, 1]),
          () => redline(base, target),
        );
        const made = redline(base, target);
        const accepting = await repeated(3, () => accept(made));
        const remark = `accepting all ${accepting.toFixed(0)} ms`;
        print({
          what: `compare by id, ${size} clauses, ${rate * 100} % edited`,
          baseline,
          ours,
          goal,
          remark,
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without ids, a third moved and half reworded; the baseline is the same comparison with ids. */
export async function benchAlignment(print: Print): Promise<void> {
  for (const size of sizes) {
    const corpus = makeCorpus(size);
    const base = side('a', toText(corpus));
    const target = side('b', toText(editWords(restructure(corpus, 1 / 3, 0.05), 0.25)));
    const baseline = await repeated(size > 1_000 ? 1 : 3, () => redline(base, target));
    const aligning = await repeated(size > 1_000 ? 1 : 3, () => align(base, target));
    const ours = await repeated(size > 1_000 ? 1 : 3, () => redline(base, target, align(base, target)));
    print({
      what: `compare without ids, ${size} clauses, a third moved`,
      baseline,
      ours,
      goal: 10,
      remark: `of that aligning ${aligning.toFixed(0)} ms`,
    });
  }
}
