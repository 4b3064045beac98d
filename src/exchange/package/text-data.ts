import { Node } from 'prosemirror-model';
import { z } from 'zod';
import { byId } from '../../model/plain.ts';
import { schema } from '../../model/schema.ts';
import { clauseKinds, placedClauses, profileNames, type OutlineNode, type Text } from '../../model/text.ts';
import type { Side } from '../../redline/types.ts';

const strings = z.array(z.string());
const extra = z.record(z.string(), z.unknown());
const outline: z.ZodType<OutlineNode> = z.lazy(() =>
  z.strictObject({ id: z.string(), children: z.array(outline) }),
);
const clause = z.strictObject({
  id: z.string(),
  kind: z.enum(clauseKinds),
  heading: z.string(),
  numbered: z.boolean(),
  printed: z.string().nullable(),
  normative: z.boolean().nullable(),
  actors: strings,
  sources: strings,
  extra,
  body: z.unknown(),
});
const meta = z.strictObject({
  title: z.string(),
  identifier: z.string(),
  language: z.string(),
  profile: z.enum(profileNames),
  numbering: z.strictObject({ mode: z.enum(['free', 'frozen']), from: z.string().nullable() }),
  derivedFrom: z.string().nullable(),
  actors: strings,
  abbreviations: z.record(z.string(), z.string()),
  extra,
});
const sideData = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  text: z.string(),
  meta,
  outline: z.array(outline),
  clauses: z.array(clause),
  /** Label by clause; '' for none. */
  labels: z.array(z.tuple([z.string(), z.string()])),
  /** What cross-references print, by text ('' for this one) and clause. */
  references: z.array(z.strictObject({ text: z.string(), id: z.string(), prints: z.string() })),
});

/** The text alone as data: what a draft at hand is compared with. */
export function textData(text: Text): Record<string, unknown> {
  const placed = placedClauses(text);
  const prune = (nodes: readonly OutlineNode[]): OutlineNode[] =>
    nodes.flatMap(({ id, children }) => (text.clauses.has(id) ? [{ id, children: prune(children) }] : []));
  return {
    text: text.name,
    meta: text.meta,
    outline: prune(text.outline),
    clauses: placed.map(({ clause: one }) => ({ ...one, body: one.body.toJSON() as unknown })),
  };
}

/** One side of a package as data: the text, its labels and what its cross-references print. */
export function writeSide(side: Side): unknown {
  const references = new Map<string, { text: string; id: string; prints: string }>();
  const placed = placedClauses(side.text);
  for (const { clause: one } of placed) {
    one.body.descendants((node) => {
      if (node.type !== schema.nodes.xref) return;
      const xref = { text: String(node.attrs['text']), id: String(node.attrs['id']) };
      references.set(key(xref), { ...xref, prints: side.resolve(xref) });
    });
  }
  return {
    format: 1,
    name: side.name,
    ...textData(side.text),
    labels: placed.map(({ clause: one }) => [one.id, side.labels.get(one.id) ?? '']),
    references: [...references].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value),
  };
}

/** The side that `writeSide` described. Throws an Error naming the place where the data cannot be a text. */
export function readSide(data: unknown): Side {
  const parsed = sideData.parse(data);
  const clauses = parsed.clauses.map((one) => {
    const body = Node.fromJSON(schema, one.body);
    body.check();
    return [one.id, { ...one, body }] as const;
  });
  const references = new Map(parsed.references.map((one) => [key(one), one.prints]));
  return {
    name: parsed.name,
    text: {
      name: parsed.text,
      meta: parsed.meta,
      outline: parsed.outline,
      clauses: new Map(clauses),
      findings: [],
    },
    labels: new Map(parsed.labels),
    resolve: (xref) => references.get(key(xref)) ?? byId(xref),
  };
}

const key = ({ text, id }: { readonly text: string; readonly id: string }): string => `${text}:${id}`;
