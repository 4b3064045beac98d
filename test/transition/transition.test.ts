import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText, sameClause, textFiles } from '../../src/model/draft-files.ts';
import { Failure } from '../../src/model/failure.ts';
import { placedClauses } from '../../src/model/text.ts';
import { writeYaml } from '../../src/model/yaml.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { readAnswers, type TransitionAnswers } from '../../src/transition/answers.ts';
import { transitionPlan } from '../../src/transition/plan.ts';
import { transition } from '../../src/transition/transition.ts';
import { textOfClausesArb } from '../helpers/arbitrary-text.ts';
import { ferryCode, textOf } from './code.ts';

const options = { name: 'standard', seed: 'draft-1' };
const make = (answers: TransitionAnswers = {}) => transition(ferryCode, answers, options);
const failureOf = (run: () => unknown): Failure => {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it did not fail');
};

describe('the transition to etsi-ts', () => {
  test('has the front clauses of the deliverable, in order, and the history last', () => {
    const { text, notes } = make();
    const labels = labelsOf(text);
    const top = text.outline.map(({ id }) =>
      `${labels.get(id) ?? ''} ${text.clauses.get(id)?.heading ?? ''}`.trim(),
    );
    expect(top).toEqual([
      'Intellectual Property Rights',
      'Foreword',
      'Modal verbs terminology',
      'Introduction',
      '1 Scope',
      '2 References',
      '3 Definition of terms, symbols and abbreviations',
      '4 Overview',
      '5 Provisions',
      'Annex A Checklist',
      'History',
    ]);
    expect(notes[0]).toContain('Foreword');
    expect(notes[0]).not.toContain('Scope');
  });

  test('numbers principles as clauses under their phase and keeps every id', () => {
    const { text } = make();
    const labels = labelsOf(text);
    expect([...ferryCode.clauses.keys()].filter((id) => !text.clauses.has(id))).toEqual([]);
    expect(Object.fromEntries(['mooring', 'principle-2', 'principle-3', 'p11', 'p111', 'p12', 'p41', 'ref-tides', 'reading'].map((id) => [id, labels.get(id)]))).toEqual({
      mooring: '5.1',
      'principle-2': '5.1.2',
      'principle-3': '5.2.1',
      p11: 'Provision 5.1.1-1',
      p111: 'Provision 5.1.1-1.1',
      p12: 'Provision 5.1.1-2',
      p41: 'Provision 5.2.2-1',
      'ref-tides': '[i.1]',
      reading: '4.1',
    }); // prettier-ignore
    expect(text.clauses.get('p11')).toEqual(ferryCode.clauses.get('p11'));
    expect(text.meta).toMatchObject({ profile: 'etsi-ts', derivedFrom: 'code' });
  });

  test('numbers what the Code left unnumbered, but no words without a heading', () => {
    const unnumbered = textOf('code', [
      { id: 'lead', kind: 'section', words: 'A draft.', numbered: false },
      { id: 'intro', kind: 'section', heading: 'Introduction', words: 'Why.', numbered: false },
      { id: 'scope', kind: 'section', heading: 'Scope', words: 'What.', numbered: false },
      {
        id: 'phase',
        kind: 'section',
        heading: 'Mooring',
        numbered: false,
        children: [
          { id: 'p', kind: 'principle', heading: 'Tie up', children: [{ id: 'q', kind: 'provision' }] },
        ],
      },
    ]);
    const { text } = transition(unnumbered, {}, options);
    const labels = labelsOf(text);
    expect(['intro', 'lead', 'scope', 'phase', 'q'].map((id) => labels.get(id))).toEqual([
      '',
      '',
      '1',
      '5.1',
      'Provision 5.1.1-1',
    ]);
    expect(text.outline.find(({ id }) => id === 'intro')?.children.map(({ id }) => id)).toEqual(['lead']);
  });

  test('puts terms in alphabetical order under 3.1', () => {
    const { text } = make();
    const order = placedClauses(text).filter(({ clause }) => clause.kind === 'term');
    expect(order.map(({ clause }) => clause.id)).toEqual(['chain', 'winch']);
    expect(labelsOf(text).get(order[0]?.parent ?? '')).toBe('3.1');
  });

  test('places principles under other phases, and says what is then left over', () => {
    const phases = [
      { title: 'Before the crossing', principles: ['Principle 1', '4'] },
      { title: 'Crossing', principles: ['3', 'principle-2'] },
    ];
    const failure = failureOf(() => make({ phases }));
    expect(failure.code).toBe('transition-unplaced');
    expect(failure.data['clauses']).toEqual(['mooring']);
    const { text } = make({ phases, dropped: [{ clause: 'Mooring', reason: 'only a heading' }] });
    const labels = labelsOf(text);
    expect(['p41', 'p31', 'p21', 'crossing'].map((id) => labels.get(id))).toEqual([
      'Provision 5.1.2-1',
      'Provision 5.2.1-1',
      'Provision 5.2.2-1',
      '5.2',
    ]);
    expect(text.clauses.has('mooring')).toBe(false);
  });

  test('tells which references point at what is left out', () => {
    const { notes } = make({ dropped: [{ clause: '4.1', reason: 'in the guide' }] });
    expect(notes).toContainEqual(expect.stringMatching(/^1\.2 .*refers to 4\.1 .*left out/));
  });

  test('refuses to nest deeper than a text may', () => {
    const nested = (levels: number): Parameters<typeof textOf>[1] =>
      levels === 0 ? [] : [{ id: `s${levels}`, kind: 'provision', children: nested(levels - 1) }];
    expect(failureOf(() => transition(textOf('code', nested(9)), {}, options)).data['clause']).toBe('s1');
    expect(transition(textOf('code', nested(8)), {}, options).text.clauses.has('s1')).toBe(true);
  });

  test('tells which numbers the words spell out', () => {
    const text = textOf('code', [
      {
        id: 'p',
        kind: 'principle',
        children: [
          { id: 'a', kind: 'provision', words: 'As provision 1.2 says, and clause 7 of the Act.' },
          { id: 'b', kind: 'provision', words: 'Tie up.' },
        ],
      },
    ]);
    const spelled = transition(text, {}, options).notes.filter((note) => note.includes('do not follow'));
    expect(spelled).toEqual([expect.stringContaining('"provision 1.2" in 1.1')]);
    expect(spelled[0]).not.toContain('clause 7');
  });

  test('makes clause 5 of numbered sections where there is neither principle nor provision', () => {
    const text = textOf('code', [
      { id: 'a', kind: 'section', heading: 'Introduction' },
      { id: 'b', kind: 'section', heading: 'Ropes', words: 'Tie up.' },
      { id: 'c', kind: 'section', heading: 'Preface', numbered: false },
      { id: 'd', kind: 'section', heading: 'Introduction to winches' },
    ]);
    const labels = labelsOf(transition(text, {}, options).text);
    expect(['a', 'b', 'c', 'd'].map((id) => labels.get(id))).toEqual(['', '5.1', '4.1', '5.2']);
  });

  test.each<readonly [string, TransitionAnswers, string]>([
    ['a clause that is not there', { overview: ['9.9'] }, '9.9'],
    ['one clause in two places', { overview: ['intro'], scope: ['Introduction'] }, 'intro'],
    ['terms left without a place', { terms: [] }, 'Glossary'],
  ])('refuses %s', (_name, answers, word) => {
    expect(failureOf(() => make(answers)).message).toContain(word);
  });

  test('does with the plan as answers what it does without answers', () => {
    const { answers, questions } = transitionPlan(ferryCode);
    expect(questions.find(({ key }) => key === 'phases')?.suggestion).toBe('Mooring: 1, 2; Crossing: 3, 4');
    const read = readAnswers(writeYaml(answers), 'answers.yaml');
    const { text } = make(read);
    expect(text.outline).toEqual(make().text.outline);
    expect([...text.clauses.entries()]).toEqual([...make().text.clauses.entries()]);
  });

  test('gives the same text for the same seed and other new ids for another', () => {
    expect(make().text.outline).toEqual(make().text.outline);
    expect(transition(ferryCode, {}, { ...options, seed: 'x' }).text.outline).not.toEqual(
      make().text.outline,
    );
  });

  test('is the same text when written and read again', () => {
    const { text } = make({ dropped: [{ clause: '1.1', reason: 'in the guide: "later"' }] });
    const read = readText(text.name, textFiles(text));
    expect(read.findings).toEqual([]);
    expect(read.meta).toEqual(text.meta);
    expect(read.outline).toEqual(text.outline);
    for (const [id, clause] of text.clauses)
      expect(sameClause(read.clauses.get(id) ?? clause, clause)).toBe(true);
    expect(read.clauses.size).toBe(text.clauses.size);
  });

  test('loses no clause of any text, and none stands twice', () => {
    fc.assert(
      fc.property(textOfClausesArb, (source) => {
        const { text } = transition(source, {}, options);
        const placed = placedClauses(text).map(({ clause }) => clause.id);
        expect(new Set(placed).size).toBe(placed.length);
        expect(placed.length).toBe(text.clauses.size);
        for (const id of source.clauses.keys()) expect(placed).toContain(id);
      }),
      { numRuns: Number(process.env['CLAUSEWRIGHT_RUNS'] ?? 60), seed: 7 },
    );
  });
});

describe('the file of answers', () => {
  test('is refused with the key that is wrong', () => {
    expect(failureOf(() => readAnswers('titel: A\n', 'a.yaml')).message).toContain('titel');
    expect(failureOf(() => readAnswers('phases:\n  - title: A\n', 'a.yaml')).message).toContain(
      'phases.0.principles',
    );
    expect(failureOf(() => readAnswers('title: "A\n', 'a.yaml')).data['line']).toBeDefined();
  });

  test('may be empty, and takes bare numbers as labels', () => {
    expect(readAnswers('', 'a.yaml')).toEqual({});
    expect(readAnswers('overview:\n  - 4\n', 'a.yaml')).toEqual({ overview: ['4'] });
  });
});
