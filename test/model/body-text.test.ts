import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/model/markdown/read-blocks.ts';
import { writeBody } from '../../src/model/markdown/write-blocks.ts';
import { bodyArb, print, runs, Tally } from '../helpers/arbitrary.ts';

describe('the text form of a body', () => {
  test('law 1: what is written reads as the same body', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(bodyArb, (body) => {
        tally.body(body);
        const text = writeBody(body);
        const { body: again, unused } = readBody(text.split('\n'));
        expect(unused).toEqual([]);
        expect(again.toJSON()).toEqual(body.toJSON());
        expect(writeBody(again)).toBe(text);
        again.check();
      }),
      { numRuns: runs(1500) },
    );
    print(tally.check(['nested footnote', 'footnote in cell', 'table in cell', 'text of spaces']));
  });
});
