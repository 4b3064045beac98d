import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flatten, rebuild } from '../../src/model/flow.ts';
import {
  bodyArb,
  editedPairArb,
  Tally,
  textOfClausesArb,
  editKinds,
  print,
  runs,
} from '../helpers/arbitrary.ts';

describe('flow', () => {
  test('rebuild undoes flatten on every body', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(bodyArb, (body) => {
        tally.body(body);
        body.check();
        const again = rebuild(flatten(body));
        expect(again.toJSON()).toEqual(body.toJSON());
        expect(again.eq(body)).toBe(true);
      }),
      { numRuns: runs(400) },
    );
    print(tally.check(['nested footnote', 'footnote in cell', 'table in cell', 'text of spaces']));
  });

  test('rebuild refuses units that are no body', () => {
    const note = { type: 'footnote', attrs: {}, start: true };
    const para = { kind: 'para', props: { ctx: [], type: 'paragraph', attrs: {} }, inlines: [] } as const;
    expect(() => rebuild([{ ...para, props: { ...para.props, ctx: [note] } }, para])).toThrow(
      /after footnotes/,
    );
  });
});

describe('generated texts', () => {
  test('are valid, and every kind of clause and edit turns up', () => {
    const tally = new Tally();
    fc.assert(
      fc.property(textOfClausesArb, (text) => {
        tally.text(text);
      }),
      { numRuns: runs(100) },
    );
    for (const kind of editKinds) tally.add(`edit ${kind}`, 0);
    fc.assert(
      fc.property(editedPairArb(), ({ target, done }) => {
        for (const kind of done) tally.add(`edit ${kind}`);
        for (const clause of target.clauses.values()) clause.body.check();
      }),
      { numRuns: runs(100) },
    );
    print(tally.check());
  });
});
