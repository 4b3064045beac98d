import { Failure } from '../../model/failure.ts';
import { makeId, sha256 } from '../../model/ids.ts';
import { schema } from '../../model/schema.ts';
import {
  defaultMeta,
  makeClause,
  type Clause,
  type OutlineNode,
  type ProfileName,
  type Text,
} from '../../model/text.ts';
import type { SourceDocument, SourceNote } from '../source.ts';
import { grow, type Seedling } from './tree.ts';

export interface BuildOptions {
  readonly name: string;
  /** What makes ids of this import differ from those of another. */
  readonly seed: string;
  readonly title?: string | undefined;
  readonly profile?: ProfileName | undefined;
}

const maxClauses = 20_000;
const maxDepth = 9;
const maxCharacters = 2 * 1024 * 1024;

/**
 * Makes clauses of any source document. Printed numbers say where a clause belongs, heading levels only where none
 * is printed. The same document and seed give the same ids. Failures: `too-many-clauses`, `too-deep`, `too-large`.
 */
export function buildText(
  source: SourceDocument,
  options: BuildOptions,
): { readonly text: Text; readonly notes: readonly SourceNote[]; readonly title: string } {
  const notes: SourceNote[] = [];
  const { title, roots } = grow(source, options.title, notes);
  const profile = options.profile ?? profileOf(roots);
  const clauses = new Map<string, Clause>();
  const seen = new Map<string, number>();
  const settle = (nodes: readonly Seedling[], path: string, depth: number): OutlineNode[] =>
    nodes.map((node) => {
      if (depth >= maxDepth)
        throw new Failure(
          'too-deep',
          `The clause at ${node.place} lies deeper than ${maxDepth} levels: raise it.`,
          {
            place: node.place,
          },
        );
      if (clauses.size >= maxClauses)
        throw new Failure(
          'too-many-clauses',
          `The document has more than ${maxClauses} clauses (at ${node.place}): split it into several texts.`,
          { place: node.place },
        );
      const body = schema.node('doc', null, node.body);
      if (body.content.size > maxCharacters)
        throw new Failure(
          'too-large',
          `The clause at ${node.place} is larger than 2 MB: split it under headings.`,
          {
            place: node.place,
          },
        );
      const here = `${path}/${node.printed ?? ''}`;
      const base = [options.seed, here, node.heading, sha256(JSON.stringify(body.toJSON()))].join('\n');
      const words = node.heading || body.textBetween(0, Math.min(body.content.size, 120), ' ', ' ');
      let occurrence = seen.get(base) ?? 0;
      let id = makeId(words, `${base}\n${occurrence}`);
      while (clauses.has(id)) id = makeId(words, `${base}\n${++occurrence}`);
      seen.set(base, occurrence + 1);
      clauses.set(
        id,
        makeClause({
          id,
          kind: node.kind,
          heading: node.heading,
          numbered: node.printed !== null || profile !== 'as-printed' || node.kind !== 'section',
          printed: node.printed,
          normative: node.kind === 'annex' ? node.normative : null,
          actors: node.actors,
          sources: node.sources,
          body,
        }),
      );
      return { id, children: settle(node.children, here, depth + 1) };
    });
  const outline = settle(roots, '', 0);
  const text: Text = {
    name: options.name,
    meta: { ...defaultMeta, title, profile },
    outline,
    clauses,
    findings: [],
  };
  return { text, notes, title };
}

/** `as-printed` where most sections and provisions print a number. */
function profileOf(roots: readonly Seedling[]): ProfileName {
  let printed = 0;
  let silent = 0;
  const count = (nodes: readonly Seedling[]): void => {
    for (const node of nodes) {
      if (node.kind !== 'term' && node.kind !== 'reference') {
        if (node.printed !== null) printed++;
        else silent++;
      }
      count(node.children);
    }
  };
  count(roots);
  return printed > 0 && printed >= silent ? 'as-printed' : 'code';
}
