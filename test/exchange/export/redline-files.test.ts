import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLines } from '../../../src/exchange/check-redline.ts';
import { readBackDocx } from '../../../src/exchange/docx/read-back.ts';
import { redlineDocx } from '../../../src/exchange/docx/redline.ts';
import { readBackHtml } from '../../../src/exchange/html/read-back.ts';
import { redlineHtml } from '../../../src/exchange/html/redline.ts';
import { byId } from '../../../src/model/plain.ts';
import type { Text } from '../../../src/model/text.ts';
import { labelsOf } from '../../../src/numbering/labels.ts';
import { redline } from '../../../src/redline/compare.ts';
import type { Side } from '../../../src/redline/types.ts';
import { editedPairArb, runs, wildTextArb } from '../../helpers/arbitrary.ts';

const side = (name: string, text: Text): Side => ({ name, text, labels: labelsOf(text), resolve: byId });
const details = { author: 'Drafting team', date: '2026-03-14T09:30:00Z', byChange: new Map() };

test('[law 2] an HTML redline read back from its bytes is the base when rejected, the target when accepted', () => {
  fc.assert(
    fc.property(fc.oneof(editedPairArb(), editedPairArb(3, wildTextArb)), ({ base, target }) => {
      const value = redline(side('a', base), side('b', target));
      const html = redlineHtml(value, details);
      expect(compareLines(readBackHtml(html), value.base, value.target)).toEqual([]);
      expect(redlineHtml(value, details)).toBe(html);
    }),
    { numRuns: runs(150) },
  );
});

test('[law 2] a Word redline read back from its bytes is the base when rejected, the target when accepted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(editedPairArb(), editedPairArb(3, wildTextArb)),
      fc.constantFrom('native' as const, 'insertDelete' as const),
      async ({ base, target }, moves) => {
        const value = redline(side('a', base), side('b', target));
        const bytes = redlineDocx(value, { ...details, moves });
        expect(compareLines(await readBackDocx(bytes), value.base, value.target)).toEqual([]);
        expect(redlineDocx(value, { ...details, moves })).toEqual(bytes);
      },
    ),
    { numRuns: runs(100) },
  );
});
