import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './cli.ts';

const words = (text: string): number => text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== '').length;

/** How many words `git diff --word-diff` marks, deleted and inserted, between two plain texts (law 3's measure). */
export function wordsGitMarks(folder: string, base: string, target: string): number {
  const [a, b] = [join(folder, 'base.txt'), join(folder, 'target.txt')];
  writeFileSync(a, base);
  writeFileSync(b, target);
  const args = ['diff', '--no-index', '--no-color', '--text', '--word-diff=porcelain', '-U0', a, b];
  let inHunk = false;
  let marked = 0;
  for (const line of program('git', args, [0, 1]).split('\n')) {
    if (line.startsWith('@@')) inHunk = true;
    else if (inHunk && /^[+-]/.test(line)) marked += words(line.slice(1));
  }
  return marked;
}

/** How many words the ops of a redline mark, deleted and inserted. */
export const wordsMarked = (ops: readonly { readonly op: string; readonly text: string }[]): number =>
  ops.reduce((sum, { op, text }) => sum + (op === 'equal' ? 0 : words(text)), 0);
