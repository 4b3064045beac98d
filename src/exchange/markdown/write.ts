import { Fragment, type Node } from 'prosemirror-model';
import { writeBody } from '../../model/markdown/write-blocks.ts';
import type { Resolve } from '../../model/plain.ts';
import { schema } from '../../model/schema.ts';
import { placedClauses, type Clause, type Text } from '../../model/text.ts';

/** A text as one Markdown document: headings with their numbers, provisions with theirs in bold, references as printed. */
export function textMarkdown(text: Text, labels: ReadonlyMap<string, string>, resolve: Resolve): string {
  const parts = text.meta.title === '' ? [] : [`# ${text.meta.title}`];
  for (const { clause, depth } of placedClauses(text)) {
    const label = labels.get(clause.id) ?? '';
    if (clause.heading !== '')
      parts.push(
        `${'#'.repeat(Math.min(depth + 2, 6))} ${[label, clause.heading].filter((part) => part !== '').join(' ')}`,
      );
    if (clause.actors.length > 0) parts.push(`Primarily applies to: ${clause.actors.join(', ')}`);
    if (clause.sources.length > 0) parts.push(`\\[${clause.sources.join(', ')}\\]`);
    const body = writeBody(printedBody(clause, clause.heading === '' ? label : '', resolve)).trim();
    if (body !== '') parts.push(body);
  }
  return `${parts.join('\n\n')}\n`;
}

/** The body with references turned to what they print, led by its number where no heading carries it. */
function printedBody(clause: Clause, label: string, resolve: Resolve): Node {
  const plain = (node: Node): Node => {
    if (node.type.name === 'xref') {
      return schema.text(
        resolve({ id: String(node.attrs['id']), text: String(node.attrs['text']) }) || '[[?]]',
        node.marks,
      );
    }
    if (node.isLeaf || node.isText) return node;
    const children: Node[] = [];
    node.forEach((child) => void children.push(plain(child)));
    return node.copy(Fragment.fromArray(children));
  };
  const body = plain(clause.body);
  if (label === '') return body;
  const lead = schema.text(label, [schema.marks.strong.create()]);
  const first = body.firstChild;
  const rest: Node[] = [];
  body.forEach((child, _offset, index) => void (index > 0 && rest.push(child)));
  if (first?.type.name === 'paragraph') {
    const led = first.copy(Fragment.fromArray([lead, schema.text(' ')]).append(first.content));
    return body.copy(Fragment.fromArray([led, ...rest]));
  }
  return body.copy(Fragment.from(schema.nodes.paragraph.create(null, lead)).append(body.content));
}
