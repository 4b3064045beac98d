import { expect, test } from 'vitest';
import { byId } from '../../src/model/plain.ts';
import { schema } from '../../src/model/schema.ts';
import { defaultMeta, makeClause, type Text } from '../../src/model/text.ts';
import { redline } from '../../src/redline/compare.ts';

const text = (words: string, actors: readonly string[] = []): Text => ({
  name: 'code',
  meta: defaultMeta,
  outline: [{ id: 'a', children: [] }],
  clauses: new Map([
    [
      'a',
      makeClause({
        id: 'a',
        kind: 'provision',
        actors,
        body: schema.node('doc', null, [schema.node('paragraph', null, [schema.text(words)])]),
      }),
    ],
  ]),
  findings: [],
});
const side = (of: Text) => ({ name: '', text: of, labels: new Map([['a', '1.1']]), resolve: byId });
const impact = (was: string, is: string) => redline(side(text(was)), side(text(is))).changes[0]?.impact;

// Old words, new words, what it does to the norm, and whether a person must look.
test.each([
  ['Keepers should oil the hinges.', 'Keepers shall oil the hinges.', 'strengthened', null],
  ['Keepers shall oil the hinges.', 'Keepers may oil the hinges.', 'weakened', null],
  ['Keepers shall oil the hinges.', 'Keepers shall, where possible, oil the hinges.', 'weakened', null],
  ['Keepers shall close the gate.', 'Keepers shall not close the gate.', 'reversed', null],
  ['Keepers shall not open the gate.', 'Keepers shall never open the gate.', 'unclassified', true],
  [
    'Logs shall be held for at least 30 days.',
    'Logs shall be held for at least 90 days.',
    'strengthened',
    null,
  ],
  ['Faults shall be mended within 90 days.', 'Faults shall be mended within 30 days.', 'strengthened', null],
  ['Keepers shall ring the bell unless it is night.', 'Keepers shall ring the bell.', null, null],
  ['Keepers must ring the bell.', 'Keepers shall ring the bell.', null, null],
  ['Should a chain break, keepers shall mend it.', 'If a chain breaks, keepers shall mend it.', null, null],
  ['Keepers shall oil your hinges.', 'Keepers shall oil the hinges.', 'editorial', false],
] as const)('%s -> %s', (was, is, primary, review) => {
  const found = impact(was, is);
  expect(found).toBeDefined();
  if (primary !== null) expect(found?.primary).toBe(primary);
  if (review !== null) expect(found?.needsReview).toBe(review);
});

// domain: a false "editorial" is the worst failure; a change of one of these words is never called that.
test.each(['shall', 'not', 'within', 'unless', 'all', 'at least', '30', 'only', 'or'])(
  'no change of a guard token passes for editorial: %s',
  (token) => {
    const found = impact(
      'Keepers shall mend every chain that they find.',
      `Keepers shall mend ${token} every chain that they find.`,
    );
    expect(found?.primary).not.toBe('editorial');
  },
);

test('a change in the actor line alone changes the scope', () => {
  const value = redline(
    side(text('Chains shall be oiled.', ['Keepers'])),
    side(text('Chains shall be oiled.', ['Keepers', 'Owners'])),
  );
  expect(value.changes[0]).toMatchObject({
    impact: { primary: 'scopeWidened' },
    actors: { added: ['Owners'], removed: [] },
  });
});
