import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { clausewright, json, newFolder, program } from '../helpers/cli.ts';
import { wordsGitMarks, wordsMarked } from '../helpers/git-words.ts';
import { onSamples, samplePath } from '../helpers/samples.ts';

const docs = 'docs/nist-800-63-3';
const csv = 'feedback/nist-800-63-3-issue-to-change.csv';
let folder = '';
beforeAll(() => {
  folder = newFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opsShape = z.array(z.object({ op: z.string(), text: z.string() }));
const redlineShape = z.object({
  changes: z.array(
    z.object({
      kinds: z.array(z.string()),
      baseIds: z.array(z.string()),
      targetIds: z.array(z.string()),
      heading: z.object({ ops: opsShape }),
      ops: opsShape,
    }),
  ),
});
const shownShape = z.object({
  clauses: z.array(z.object({ id: z.string(), heading: z.string(), text: z.string() })),
});

const side = (ops: z.infer<typeof opsShape>, gone: string): string =>
  ops
    .filter(({ op }) => op !== gone)
    .map(({ text }) => text)
    .join('');

/** Letters and digits in order: bullets, table rules and the spaces pandoc lays out are no words. */
const sequence = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');

const pandoc = (file: string, how = 'accept'): string =>
  sequence(
    program('pandoc', ['-f', 'docx', '-t', 'plain', '--wrap=none', `--track-changes=${how}`, file]).replace(
      /^\s*(?:[-+|=:]+\s*)+$/gm,
      '',
    ),
  );

for (const name of ['63b', '63a', '63-3']) {
  const [first, later] = ['draft-2017-01-30', 'final-2017-06-26'].map(
    (at) => `${docs}/${at}/sp800-${name}.md`,
  );
  onSamples(
    `draft and final of ${name}: taken in, recorded, compared and exported`,
    [first ?? '', later ?? '', csv],
    () => {
      const dir = join(folder, name);
      const run = (...args: string[]): unknown => json([...args, '--dir', dir]);
      json(['new', dir, '--from', samplePath(first ?? '')]);
      run('version', 'mark', 'draft');
      run('import', samplePath(later ?? ''), '--replace');
      run('record', '-m', 'Take the final edition');
      run('version', 'mark', 'final');

      const read = (at: string) => shownShape.parse(run('show', '--at', at)).clauses;
      const [base, target] = [read('draft'), read('final')];
      const { changes } = redlineShape.parse(run('redline', 'draft', 'final'));

      // Every word of both editions is accounted for: each clause is in one change, or word for word the same.
      const texts = (clauses: typeof base, ids: readonly string[]): string =>
        ids.map((id) => clauses.find((one) => one.id === id)?.text ?? '?').join('\n');
      for (const change of changes) {
        expect(side(change.ops, 'insert')).toBe(texts(base, change.baseIds));
        expect(side(change.ops, 'delete')).toBe(texts(target, change.targetIds));
      }
      const changed = {
        base: new Set(changes.flatMap(({ baseIds }) => baseIds)),
        target: new Set(changes.flatMap(({ targetIds }) => targetIds)),
      };
      const rest = (clauses: typeof base, ids: ReadonlySet<string>) =>
        new Map(clauses.filter(({ id }) => !ids.has(id)).map((one) => [one.id, one]));
      expect(rest(base, changed.base)).toEqual(rest(target, changed.target));
      expect(changes.length).toBeGreaterThan(20);

      const plain = (clauses: typeof base): string =>
        clauses.map(({ heading, text }) => `${heading}\n${text}\n`).join('');
      const git = wordsGitMarks(folder, plain(base), plain(target));
      const ours = changes.reduce((sum, one) => sum + wordsMarked(one.heading.ops) + wordsMarked(one.ops), 0);
      process.stdout.write(`${name}: ${ours} words marked, git marks ${git} (${(ours / git).toFixed(3)})\n`);
      expect(ours).toBeLessThanOrEqual(1.1 * git);

      const file = (what: string): string => join(folder, `${name}-${what}`);
      run('redline', 'draft', 'final', '--format', 'docx', '-o', file('redline.docx'));
      run('export', '--at', 'draft', '--format', 'docx', '-o', file('draft.docx'));
      run('export', '--at', 'final', '--format', 'docx', '-o', file('final.docx'));
      expect(pandoc(file('redline.docx'), 'reject') === pandoc(file('draft.docx'))).toBe(true);
      expect(pandoc(file('redline.docx'), 'accept') === pandoc(file('final.docx'))).toBe(true);
      expect(pandoc(file('draft.docx')).length).toBeGreaterThan(10_000);

      run('redline', 'draft', 'final', '--format', 'html', '-o', file('redline.html'));
      const page = readFileSync(file('redline.html'), 'utf8');
      expect(page).toMatch(/^<!doctype html>/i);
      expect(page).toMatch(/<ins[ >]/);
      expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=["']?https?:/i);

      const map = join(folder, 'columns.yaml');
      writeFileSync(
        map,
        `comment: commit_subject\nreference: issue_number\nclause: nearest_heading_in_new_version\ndate: date\nfilter:\n  file: sp800-${name}/\n`,
      );
      const consultation = ['--consultation', 'github', '--version', 'final', '--columns', map];
      const secret = join(folder, 'passphrase');
      writeFileSync(secret, 'correct horse\n', { mode: 0o600 });
      const taken = z
        .object({ kept: z.number(), comments: z.number(), dropped: z.number() })
        .parse(
          json(
            [
              'feedback',
              'import',
              samplePath(csv),
              ...consultation,
              '--passphrase-file',
              secret,
              '--dir',
              dir,
            ],
            { env: { CLAUSEWRIGHT_VAULTS: join(folder, 'vaults') } },
          ),
        );
      const rows = readFileSync(samplePath(csv), 'utf8')
        .split('\n')
        .filter((row) => row.includes(`,sp800-${name}/`));
      expect(taken.kept).toBe(rows.length);
      expect(taken.comments).toBeGreaterThan(0);
      run('record', '-m', 'Take in the comments');
      expect(program('git', ['-C', dir, 'status', '--porcelain'])).toBe('');
      program('git', ['-C', dir, 'fsck', '--strict', '--no-dangling']);
      expect(clausewright(['trace', '--from', 'draft', '--to', 'final', '--dir', dir]).code).toBe(1);
    },
  );
}
