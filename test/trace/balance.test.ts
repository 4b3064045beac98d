import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newAmendment, type Amendment } from '../../src/amendments/amendment.ts';
import { addClaims, collectClaims, type Claim } from '../../src/amendments/claims.ts';
import { byId } from '../../src/model/plain.ts';
import { schema } from '../../src/model/schema.ts';
import { clauseSentences } from '../../src/model/sentences-of.ts';
import { defaultMeta, makeClause, type Clause, type Text } from '../../src/model/text.ts';
import { countWords } from '../../src/model/words.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { redline } from '../../src/redline/compare.ts';
import type { Change, Flow, Redline, Side } from '../../src/redline/types.ts';
import { balance } from '../../src/trace/balance.ts';
import { editedPairArb, runs } from '../helpers/arbitrary.ts';

const side = (name: string, text: Text): Side => ({ name, text, labels: labelsOf(text), resolve: byId });
const clause = (id: string, words: string, heading = ''): Clause =>
  makeClause({ id, kind: 'provision', heading, body: schema.node('doc', null, schema.node('paragraph', null, schema.text(words))) }); // prettier-ignore
const text = (...clauses: Clause[]): Text => ({
  name: 'code',
  meta: defaultMeta,
  outline: clauses.map(({ id }) => ({ id, children: [] })),
  clauses: new Map(clauses.map((one) => [one.id, one])),
  findings: [],
});
const amendment = (seed: string, claims: readonly Claim[]): Amendment => ({
  ...newAmendment({ title: seed }, [], seed),
  claims,
});
const compare = (base: Text, target: Text): Redline => redline(side('base', base), side('target', target));

/** The words counted without sentences: each operation of the redline by itself. */
function plainCount(value: Redline): { inserted: number; deleted: number } {
  const total = { inserted: 0, deleted: 0 };
  const op = (kind: string, words: string): void => {
    if (kind === 'insert') total.inserted += countWords(words);
    if (kind === 'delete') total.deleted += countWords(words);
  };
  const flow = (parts: Flow): void => {
    for (const part of parts) {
      const ops = part.kind === 'paras' ? part.ops : part.caption;
      for (const one of ops) if (one.kind === 'words' && !one.followed) op(one.op, one.text);
      if (part.kind === 'table') for (const row of part.rows) for (const cell of row.cells) flow(cell.flow);
    }
  };
  value.changes.forEach((change: Change) => {
    for (const { op: kind, text: words } of change.heading) op(kind, words);
    for (const words of change.actors.added) op('insert', words);
    for (const words of change.actors.removed) op('delete', words);
    for (const part of change.parts)
      for (const words of [part.clause.heading, ...part.clause.actors])
        op(part.side === 'base' ? 'delete' : 'insert', words);
    flow(change.flow);
  });
  return total;
}

const claimsBetween = (base: Text, target: Text): Claim[] =>
  [...new Set([...base.clauses.keys(), ...target.clauses.keys()])].flatMap((id) =>
    collectClaims(base.clauses.get(id) ?? null, target.clauses.get(id) ?? null),
  );

describe('the word balance', () => {
  test('[law 9] adds up, whatever is claimed', () => {
    fc.assert(
      fc.property(editedPairArb(), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), ({ base, target }, pick) => {
        const value = compare(base, target);
        const claims = claimsBetween(base, target);
        const some = claims.filter((_, i) => (pick[i % (pick.length || 1)] ?? 0) > 1);
        const outside = [{ id: 'l', source: 'elsewhere', from: [...base.clauses.keys()].slice(0, 1), to: [...target.clauses.keys()].slice(0, 2) }];
        const sum = balance(value, [amendment('a', some.slice(3)), amendment('b', some.slice(0, 3))], outside);
        expect(sum.inserted + sum.deleted).toBe(sum.explained + sum.outside + sum.unexplained);
        expect([...sum.byAmendment.values()].reduce((a, b) => a + b, 0)).toBe(sum.explained);
        expect({ inserted: sum.inserted, deleted: sum.deleted }).toEqual(plainCount(value));
        expect(balance(value, []).unexplained).toBe(sum.inserted + sum.deleted);
      }),
      { numRuns: runs(150), seed: 9 },
    ); // prettier-ignore
  });

  test('is all explained where every difference is claimed', () => {
    fc.assert(
      fc.property(editedPairArb(), ({ base, target }) => {
        const sum = balance(compare(base, target), [amendment('a', claimsBetween(base, target))]);
        expect(sum.unexplained).toBe(0);
      }),
      { numRuns: runs(150), seed: 10 },
    );
  });

  test('follows claims over several records, and stops where one is missing', () => {
    const a = clause('c', 'Keep every key very safe.');
    const b = clause('c', 'Keep every key quite safe.');
    const c = clause('c', 'Keep every key quite safe indeed.');
    const first = amendment('first', collectClaims(a, b));
    const second = amendment('second', collectClaims(b, c));
    const value = compare(text(a), text(c));
    expect(balance(value, [first, second])).toMatchObject({
      inserted: 2,
      deleted: 1,
      explained: 3,
      unexplained: 0,
    });
    expect(balance(value, [first])).toMatchObject({ explained: 0, unexplained: 3 });
    expect(balance(value, [second])).toMatchObject({ explained: 0, unexplained: 3 });
    expect(balance(value, [first, { ...second, status: 'withdrawn' }]).explained).toBe(0);
    const both = amendment('both', addClaims(first.claims, second.claims));
    expect(balance(value, [both]).explained).toBe(3);
  });

  test('tells sentences of one clause apart, and what was made outside', () => {
    const before = clause('c', 'Keep keys safe. Test the lock.');
    const after = clause('c', 'Keep all keys safe. Test the lock twice a year.');
    const claims = collectClaims(before, after);
    const value = compare(text(before), text(after));
    const sentence = clauseSentences(after)[0]?.hash;
    const one = amendment('a', claims.filter(({ to }) => to === sentence)); // prettier-ignore
    expect(balance(value, [one])).toMatchObject({ inserted: 4, explained: 1, unexplained: 3 });
    const outside = { id: 'l', source: 'letter', from: ['c'], to: ['c'] };
    expect(balance(value, [one], [outside])).toMatchObject({ explained: 1, outside: 3, unexplained: 0 });
    const named = { ...outside, claims: claims.filter(({ to }) => to !== sentence) };
    expect(balance(value, [], [named])).toMatchObject({ explained: 0, outside: 3, unexplained: 1 });
  });
});
