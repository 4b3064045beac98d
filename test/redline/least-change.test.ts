import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyText, byId } from '../../src/model/plain.ts';
import { placedClauses, type Clause, type Text } from '../../src/model/text.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { redline } from '../../src/redline/compare.ts';
import { plainOps } from '../../src/redline/plain-ops.ts';
import type { Redline } from '../../src/redline/types.ts';
import { editedPairArb, print, runs } from '../helpers/arbitrary.ts';
import { newFolder } from '../helpers/cli.ts';
import { wordsGitMarks, wordsMarked } from '../helpers/git-words.ts';

let folder = '';
beforeAll(() => {
  folder = newFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const side = (text: Text) => ({ name: '', text, labels: labelsOf(text), resolve: byId });
const clauseText = (clause: Clause): string => `${clause.heading}\n${bodyText(clause.body, byId)}\n`;
const plain = (text: Text): string =>
  placedClauses(text)
    .map(({ clause }) => clauseText(clause))
    .join('');

const marked = (value: Redline): number =>
  value.changes.reduce((sum, one) => sum + wordsMarked(one.heading) + wordsMarked(plainOps(one.flow)), 0);

/** Law 3's last clause. */
const atMostATenthMore = (ours: number, git: number): boolean => ours <= 1.1 * git;

/** Several small texts as one: the law is about a whole document, not about a clause of three words. */
const documentArb = fc.array(editedPairArb(3), { minLength: 12, maxLength: 16 }).map((parts) => {
  const join = (which: 'base' | 'target'): Text => {
    const outline: Text['outline'][number][] = [];
    const clauses = new Map<string, Clause>();
    parts.forEach((part, i) => {
      const rename = (id: string): string => `p${i}-${id}`;
      const walk = (nodes: Text['outline']): Text['outline'] =>
        nodes.map((node) => ({ id: rename(node.id), children: walk(node.children) }));
      outline.push(...walk(part[which].outline));
      for (const [id, clause] of part[which].clauses) clauses.set(rename(id), { ...clause, id: rename(id) });
    });
    const [first] = parts;
    if (!first) throw new Error('a document of no parts');
    return { ...first[which], outline, clauses };
  };
  return { base: join('base'), target: join('target') };
});

test('[law 3] over many edited documents together at most a tenth more words are marked than git marks', () => {
  const total = { ours: 0, git: 0, above: 0, documents: 0 };
  fc.assert(
    fc.property(documentArb, ({ base, target }) => {
      const git = wordsGitMarks(folder, plain(base), plain(target));
      const ours = marked(redline(side(base), side(target)));
      total.ours += ours;
      total.git += git;
      total.documents += 1;
      if (!atMostATenthMore(ours, git)) total.above += 1;
    }),
    { numRuns: runs(40) },
  );
  print(
    `words marked: ${total.ours}, by git ${total.git} (${(total.ours / total.git).toFixed(3)}), in ${total.documents} documents, of which ${total.above} alone are more than a tenth above`,
  );
  expect(total.git).toBeGreaterThan(1000);
  expect(atMostATenthMore(total.ours, total.git)).toBe(true);
});

test('[law 3] a redline that deletes everything and inserts everything fails the measure', () => {
  let failed = 0;
  let met = 0;
  fc.assert(
    fc.property(documentArb, ({ base, target }) => {
      const all = wordsMarked([
        { op: 'delete', text: plain(base) },
        { op: 'insert', text: plain(target) },
      ]);
      met += 1;
      if (!atMostATenthMore(all, wordsGitMarks(folder, plain(base), plain(target)))) failed += 1;
    }),
    { numRuns: runs(20) },
  );
  expect(met).toBeGreaterThan(0);
  expect(failed).toBe(met);
});
