import fc from 'fast-check';
import { makeId } from '../../src/model/ids.ts';
import {
  clauseKinds,
  defaultMeta,
  makeClause,
  profileNames,
  type Clause,
  type OutlineNode,
  type Text,
  type TextMeta,
} from '../../src/model/text.ts';
import { bodyArb, everydayBodyArb, oddTextArb, wordArb } from './arbitrary-body.ts';

export const headingArb: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 5, arbitrary: fc.array(wordArb, { minLength: 1, maxLength: 5 }).map((list) => list.join(' ')) },
  { weight: 1, arbitrary: oddTextArb },
);
const actorNames = ['Operators', 'Keepers', 'Owners', 'Inspectors'] as const;
export const actorsArb: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<string[]>([]) },
  { weight: 2, arbitrary: fc.subarray([...actorNames]) },
  { weight: 1, arbitrary: fc.uniqueArray(oddTextArb, { maxLength: 2 }) },
);
const yamlValueArb: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, 12, -3, 2.5),
    oddTextArb,
    fc.constantFrom('', 'true', 'null', '1.2', '~', 'yes', '- x', 'a: b', ' x', 'x ', '#', '2026-01-01', '0x1f'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b c', '', '1', 'true', 'x: y'), tie('value'), { maxKeys: 3 }),
  ),
})).value; // prettier-ignore

interface ClauseParts extends Omit<Clause, 'id'> {
  readonly seed: number;
}

/** Everything of a clause but its id, with a body from `bodies`. */
const partsArb = (bodies: fc.Arbitrary<Clause['body']>): fc.Arbitrary<ClauseParts> =>
  fc.record({
    seed: fc.nat(),
    kind: fc.constantFrom(...clauseKinds),
    heading: headingArb,
    numbered: fc.constantFrom(true, true, true, false),
    printed: fc.constantFrom(null, null, '1.2.1.', '3', 'Principle 3:', 'A.1'),
    normative: fc.constantFrom(null, null, true, false),
    actors: actorsArb,
    sources: fc.array(
      fc.oneof(
        fc.constantFrom('Harbour Code, 4.2', 'the "Blue" guide: 3'),
        oddTextArb.filter((s) => s !== ''),
      ),
      { maxLength: 2 },
    ),
    extra: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Record<string, unknown>>({}) },
      {
        weight: 1,
        arbitrary: fc.dictionary(fc.constantFrom('phase', 'since', 'x-tool'), yamlValueArb, { maxKeys: 2 }),
      },
    ),
    body: bodies,
  });

const withId = (parts: ClauseParts, id: string): Clause => {
  const { seed: _, ...rest } = parts;
  return makeClause({ ...rest, id });
};

/** One clause with every field at any value and a body of anything. */
export const clauseArb: fc.Arbitrary<Clause> = partsArb(bodyArb).map((parts) =>
  withId(parts, makeId(parts.heading, String(parts.seed))),
);

const metaArb: fc.Arbitrary<TextMeta> = fc.record({
  title: fc.oneof(fc.constant('A Code for Keepers of Bridges'), oddTextArb),
  identifier: fc.constantFrom('', 'BK 104: draft', '104'),
  language: fc.constantFrom('en-GB', 'cy'),
  profile: fc.constantFrom(...profileNames),
  numbering: fc.oneof(
    fc.constant(defaultMeta.numbering),
    fc.constant({ mode: 'frozen' as const, from: 'consultation' }),
  ),
  derivedFrom: fc.constantFrom(null, null, 'code'),
  actors: fc.subarray([...actorNames]),
  abbreviations: fc.dictionary(fc.constantFrom('BK', 'TOL', 'a-b'), oddTextArb, { maxKeys: 2 }),
  extra: fc.oneof(
    fc.constant({}),
    fc.dictionary(fc.constantFrom('owner', 'since'), yamlValueArb, { maxKeys: 2 }),
  ),
});

interface Tree {
  readonly parts: ClauseParts;
  readonly children: readonly Tree[];
}
const tree = (parts: ClauseParts, children: readonly Tree[] = []): Tree => ({ parts, children });

function treesArb(bodies: fc.Arbitrary<Clause['body']>): fc.Arbitrary<Tree[]> {
  const part = (kind: Clause['kind']): fc.Arbitrary<ClauseParts> =>
    partsArb(bodies).map((parts) => ({
      ...parts,
      kind,
      normative: kind === 'annex' ? parts.normative : null,
    }));
  // A heading now and then repeats word for word, and so do whole provisions.
  const provisions = fc
    .array(fc.tuple(part('provision'), fc.constantFrom(1, 1, 1, 1, 2)), { maxLength: 4 })
    .map((list) => list.flatMap(([parts, times]) => Array.from({ length: times }, () => tree(parts))));
  const principle = fc.tuple(part('principle'), provisions).map(([parts, children]) => tree(parts, children));
  const terms = fc.array(part('term'), { maxLength: 3 }).map((list) => list.map((parts) => tree(parts)));
  const subsection = fc.tuple(part('section'), provisions).map(([p, children]) => tree(p, children));
  const section = fc
    .tuple(part('section'), fc.oneof(fc.array(subsection, { maxLength: 2 }), terms, provisions))
    .map(([parts, children]) => tree(parts, children));
  const annex = fc
    .tuple(part('annex'), fc.array(part('reference'), { maxLength: 2 }))
    .map(([parts, refs]) => tree(parts, refs.map((r) => tree(r)))); // prettier-ignore
  return fc
    .tuple(
      fc.array(section, { maxLength: 2 }),
      fc.array(principle, { minLength: 1, maxLength: 3 }),
      fc.array(annex, { maxLength: 1 }),
    )
    .map((lists) => lists.flat());
}

/** A whole text: sections, principles with provisions, terms, an annex with references; some clauses are identical. */
const makeTextArb = (bodies: fc.Arbitrary<Clause['body']>): fc.Arbitrary<Text> =>
  fc.tuple(treesArb(bodies), metaArb).map(([trees, meta]) => {
    const clauses = new Map<string, Clause>();
    const place = (node: Tree): OutlineNode => {
      const id = makeId(node.parts.heading, `${node.parts.seed}/${clauses.size}`);
      clauses.set(id, withId(node.parts, id));
      return { id, children: node.children.map(place) };
    };
    const outline = trees.map(place);
    return { name: 'code', meta, outline, clauses, findings: [] };
  });

/** A text with everyday bodies: what redlines, stores and exports are tested on. */
export const textOfClausesArb: fc.Arbitrary<Text> = makeTextArb(everydayBodyArb);
/** The same with bodies of anything: slower. */
export const wildTextArb: fc.Arbitrary<Text> = makeTextArb(bodyArb);
