import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyText, byId } from '../../src/model/plain.ts';
import { placedClauses, type Text } from '../../src/model/text.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { accept, reject } from '../../src/redline/accept.ts';
import { redline } from '../../src/redline/compare.ts';
import { reverseChange } from '../../src/redline/reverse.ts';
import { weave } from '../../src/redline/weave.ts';
import type { Change, Side, WovenNode } from '../../src/redline/types.ts';
import { editedPairArb, runs, wildTextArb } from '../helpers/arbitrary.ts';

const side = (name: string, text: Text): Side => ({ name, text, labels: labelsOf(text), resolve: byId });

/** All of a text that is compared: sets as sets, and not the printed form of a number. */
function compared(text: Text): unknown {
  return placedClauses(text).map(({ clause, parent, depth, index }) => ({
    ...clause,
    printed: undefined,
    body: clause.body.toJSON(),
    actors: [...clause.actors].sort(),
    sources: [...clause.sources].sort(),
    parent,
    depth,
    index,
  }));
}

const everyPair = fc.oneof(editedPairArb(), editedPairArb(3, wildTextArb));

test('[law 2] accepting every change gives the target, rejecting every change the base', () => {
  fc.assert(
    fc.property(everyPair, ({ base, target }) => {
      const value = redline(side('a', base), side('b', target));
      expect(compared(accept(value))).toEqual(compared(target));
      expect(compared(reject(value))).toEqual(compared(base));
    }),
    { numRuns: runs(300) },
  );
});

test('[law 3] a text compared with itself has no changes', () => {
  fc.assert(
    fc.property(wildTextArb, (text) => {
      const value = redline(side('a', text), side('b', text));
      expect(value.changes).toEqual([]);
      expect(value.summary.unchanged).toBe(placedClauses(text).length);
    }),
    { numRuns: runs(100) },
  );
});

test('[law 3] redline(b, a) is the reverse of redline(a, b)', () => {
  const key = (change: Change): string =>
    JSON.stringify({
      ...change,
      impact: null,
      kinds: [...change.kinds].sort(),
      actors: sorted(change.actors),
      sources: sorted(change.sources),
      confidence: 0,
    });
  const sorted = (diff: { added: readonly string[]; removed: readonly string[] }) => [
    [...diff.added].sort(),
    [...diff.removed].sort(),
  ];
  fc.assert(
    fc.property(everyPair, ({ base, target }) => {
      const there = redline(side('a', base), side('b', target));
      const back = redline(side('b', target), side('a', base));
      expect(back.changes.map(key).sort()).toEqual(there.changes.map(reverseChange).map(key).sort());
    }),
    { numRuns: runs(300) },
  );
});

test('an inline redline shows every clause of both sides once', () => {
  fc.assert(
    fc.property(everyPair, ({ base, target }) => {
      const value = redline(side('a', base), side('b', target));
      const targets: string[] = [];
      const bases: string[] = [];
      const visit = (nodes: readonly WovenNode[]): void => {
        for (const node of nodes) {
          if (!node.movedAway) {
            if (node.targetId !== null) targets.push(node.targetId);
            if (node.baseId !== null) bases.push(node.baseId);
          }
          visit(node.children);
        }
      };
      visit(weave(value));
      expect(targets).toEqual(placedClauses(target).map((one) => one.clause.id));
      expect([...bases].sort()).toEqual(
        placedClauses(base)
          .map((one) => one.clause.id)
          .sort(),
      );
    }),
    { numRuns: runs(200) },
  );
});

test('a change of numbers alone is neither deletion nor insertion', () => {
  fc.assert(
    fc.property(wildTextArb, (text) => {
      const labels = new Map([...labelsOf(text)].map(([id, label]) => [id, `${label}9`]));
      const value = redline(side('a', text), { ...side('b', text), labels });
      expect(value.changes.every((change) => change.kinds.join() === 'renumbered')).toBe(true);
      expect(value.summary.inserted + value.summary.deleted + value.summary.modified).toBe(0);
      expect(
        value.changes.map((change) =>
          bodyText(text.clauses.get(change.id)?.body ?? (change.flow[0] as never), byId),
        ).length,
      ).toBe(value.summary.renumbered);
    }),
    { numRuns: runs(50) },
  );
});
