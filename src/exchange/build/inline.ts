import { Fragment, type Node } from 'prosemirror-model';
import { schema } from '../../model/schema.ts';

/** The text of a text block up to its first image, break or footnote: what a label can be read from. */
export function leadText(block: Node): string {
  let out = '';
  for (const child of block.content.content) {
    if (!child.isText) break;
    out += child.text ?? '';
  }
  return out;
}

/** A text block without its first `length` characters and the white space that then leads. */
export function cutStart(block: Node, length: number): Node {
  return block.copy(Fragment.fromArray(trimmed(block.content.cut(length).content)));
}

const blank = (node: Node): boolean => node.type.name === 'hard_break';

/** Inline content without white space and line breaks at either end. */
export function trimmed(content: readonly Node[]): Node[] {
  const out = [...content];
  for (let first = out[0]; first; first = out[0]) {
    const text = first.isText ? (first.text ?? '').replace(/^[ \t\n]+/, '') : '';
    if (text !== '') {
      out[0] = schema.text(text, first.marks);
      break;
    }
    if (!first.isText && !blank(first)) break;
    out.shift();
  }
  for (let last = out.at(-1); last; last = out.at(-1)) {
    const text = last.isText ? (last.text ?? '').replace(/[ \t\n]+$/, '') : '';
    if (text !== '') {
      out[out.length - 1] = schema.text(text, last.marks);
      break;
    }
    if (!last.isText && !blank(last)) break;
    out.pop();
  }
  return out;
}

/** Inline content cut at its line feeds. */
export function linesOf(content: readonly Node[]): Node[][] {
  const lines: Node[][] = [[]];
  for (const node of content) {
    if (!node.isText) {
      lines.at(-1)?.push(node);
      continue;
    }
    (node.text ?? '').split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push(schema.text(part, node.marks));
    });
  }
  return lines;
}

export const paragraphOf = (content: readonly Node[]): Node =>
  schema.node('paragraph', null, Fragment.fromArray(trimmed(content)));

/** Lines as one run of inline content, a space between them. */
export function joinLines(lines: readonly (readonly Node[])[]): Node[] {
  const out: Node[] = [];
  let spaced = true;
  for (const line of lines) {
    if (line.length === 0) continue;
    if (!spaced) out.push(schema.text(' '));
    for (const node of line) {
      const text = node.text ?? '';
      const clean: string =
        node.isText && (spaced || out.at(-1)?.text === ' ') ? text.replace(/^ +/, '') : text;
      if (node.isText && clean === '') continue;
      out.push(node.isText && clean !== text ? schema.text(clean, node.marks) : node);
      spaced = node.isText && clean.endsWith(' ');
    }
  }
  return out;
}
