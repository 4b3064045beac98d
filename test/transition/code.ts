import {
  defaultMeta,
  makeClause,
  type Clause,
  type ClauseKind,
  type OutlineNode,
  type Text,
} from '../../src/model/text.ts';
import { schema } from '../../src/model/schema.ts';
import { labelsOf } from '../../src/numbering/labels.ts';
import { resolver } from '../../src/numbering/references.ts';
import type { Side } from '../../src/redline/types.ts';

interface Tree extends Partial<Omit<Clause, 'body'>> {
  readonly id: string;
  readonly kind: ClauseKind;
  readonly words?: string;
  /** A reference at the end of the words. */
  readonly see?: string;
  readonly children?: readonly Tree[];
}

/** A text out of a tree written by hand. */
export function textOf(name: string, trees: readonly Tree[], meta: Partial<Text['meta']> = {}): Text {
  const clauses = new Map<string, Clause>();
  const place = ({ words, see, children, ...rest }: Tree): OutlineNode => {
    const inlines = [
      ...(words ? [schema.text(words)] : []),
      ...(see ? [schema.nodes.xref.create({ id: see, text: '' })] : []),
    ];
    const body = schema.node(
      'doc',
      null,
      inlines.length > 0 ? [schema.node('paragraph', null, inlines)] : [],
    );
    clauses.set(rest.id, makeClause({ ...rest, body }));
    return { id: rest.id, children: (children ?? []).map(place) };
  };
  const outline = trees.map(place);
  return { name, meta: { ...defaultMeta, ...meta }, outline, clauses, findings: [] };
}

export function side(text: Text): Side {
  const labels = labelsOf(text);
  return { name: text.name, text, labels, resolve: resolver(labels, text.name) };
}

const principle = (n: number, heading: string, provisions: readonly Tree[]): Tree => ({
  id: `principle-${n}`,
  kind: 'principle',
  heading,
  actors: ['Keepers'],
  children: provisions,
});

/** A Code of four principles in two parts, with everything a transition must find a place for. */
export const ferryCode: Text = textOf(
  'code',
  [
    { id: 'intro', kind: 'section', heading: 'Introduction', words: 'Ferries cross every day.' },
    { id: 'scope', kind: 'section', heading: 'Scope', words: 'This Code is about chain ferries.' },
    { id: 'reading', kind: 'section', heading: 'How to read it', words: 'Read it from the front.' },
    {
      id: 'mooring',
      kind: 'section',
      heading: 'Mooring',
      children: [
        principle(1, 'Tie up well', [
          {
            id: 'p11',
            kind: 'provision',
            words: 'Keepers shall tie two ropes before anyone steps off.',
            children: [{ id: 'p111', kind: 'provision', words: 'The second rope should be the newer one.' }],
          },
          { id: 'p12', kind: 'provision', words: 'Keepers should oil the winch each week, see ', see: 'p41' },
        ]),
        principle(2, 'Light the landing', [
          { id: 'p21', kind: 'provision', words: 'Keepers shall light the landing after dusk.' },
        ]),
      ],
    },
    {
      id: 'crossing',
      kind: 'section',
      heading: 'Crossing',
      children: [
        principle(3, 'Count the passengers', [
          { id: 'p31', kind: 'provision', words: 'Keepers shall count passengers at both landings.' },
        ]),
        principle(4, 'Watch the chain', [
          {
            id: 'p41',
            kind: 'provision',
            words: 'Keepers shall look at the chain before the first crossing.',
          },
        ]),
      ],
    },
    {
      id: 'glossary',
      kind: 'section',
      heading: 'Glossary',
      children: [
        { id: 'winch', kind: 'term', heading: 'winch', words: 'a drum that pulls' },
        { id: 'chain', kind: 'term', heading: 'chain', words: 'what the ferry pulls itself along' },
      ],
    },
    {
      id: 'sources',
      kind: 'section',
      heading: 'References',
      children: [{ id: 'ref-tides', kind: 'reference', heading: 'The tide tables' }],
    },
    { id: 'checklist', kind: 'annex', heading: 'Checklist', normative: false, words: 'Ropes, winch, chain.' },
  ],
  { title: 'Code for chain ferries', actors: ['Keepers'] },
);
