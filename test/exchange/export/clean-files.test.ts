import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBackDocx } from '../../../src/exchange/docx/read-back.ts';
import { cleanDocx } from '../../../src/exchange/docx/write.ts';
import { readBackHtml } from '../../../src/exchange/html/read-back.ts';
import { cleanHtml } from '../../../src/exchange/html/clean.ts';
import { documentLines } from '../../../src/exchange/lines.ts';
import { byId } from '../../../src/model/plain.ts';
import type { Text } from '../../../src/model/text.ts';
import { labelsOf } from '../../../src/numbering/labels.ts';
import type { Side } from '../../../src/redline/types.ts';
import { runs, textOfClausesArb, wildTextArb } from '../../helpers/arbitrary.ts';

const side = (text: Text): Side => ({ name: 'a', text, labels: labelsOf(text), resolve: byId });

test('a page of a text prints its lines', () => {
  fc.assert(
    fc.property(fc.oneof(textOfClausesArb, wildTextArb), (text) => {
      const html = cleanHtml(side(text));
      const read = readBackHtml(html);
      expect(read.target).toEqual(documentLines(text, side(text)));
      expect(read.base).toEqual(read.target);
    }),
    { numRuns: runs(150) },
  );
});

test('a Word copy of a text prints its lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(textOfClausesArb, wildTextArb), async (text) => {
      const bytes = cleanDocx(side(text));
      const read = await readBackDocx(bytes);
      expect(read.target).toEqual(documentLines(text, side(text)));
      expect(read.base).toEqual(read.target);
      expect(cleanDocx(side(text))).toEqual(bytes);
    }),
    { numRuns: runs(150) },
  );
});
