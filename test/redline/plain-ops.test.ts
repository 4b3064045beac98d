import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyText, byId } from '../../src/model/plain.ts';
import type { Text } from '../../src/model/text.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { redline } from '../../src/redline/compare.ts';
import { plainOps } from '../../src/redline/plain-ops.ts';
import { editedPairArb, runs, wildTextArb } from '../helpers/arbitrary.ts';

const side = (text: Text) => ({ name: '', text, labels: labelsOf(text), resolve: byId });
const textOf = (text: Text, ids: readonly string[]): string =>
  ids.map((id) => bodyText(text.clauses.get(id)?.body ?? fail(id), byId)).join('\n');
const fail = (id: string): never => {
  throw new Error(`no clause ${id}`);
};

test('ops without insertions are the plain text of the base, without deletions that of the target', () => {
  fc.assert(
    fc.property(fc.oneof(editedPairArb(), editedPairArb(3, wildTextArb)), ({ base, target }) => {
      for (const change of redline(side(base), side(target)).changes) {
        const ops = plainOps(change.flow);
        const read = (gone: string): string =>
          ops
            .filter((op) => op.op !== gone)
            .map((op) => op.text)
            .join('');
        expect(read('insert')).toBe(textOf(base, change.baseIds));
        expect(read('delete')).toBe(textOf(target, change.targetIds));
      }
    }),
    { numRuns: runs(300) },
  );
});
