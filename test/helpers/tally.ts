import type { Node } from 'prosemirror-model';
import type { Clause, Text } from '../../src/model/text.ts';
import { placedClauses } from '../../src/model/text.ts';

/** Counts what generated documents contained, so that a law is never thought tested on what it never met. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(feature: string, n = 1): void {
    this.counts.set(feature, (this.counts.get(feature) ?? 0) + n);
  }

  body(doc: Node): void {
    for (const name of bodyFeatures) this.add(name, 0);
    this.#walk(doc, 0, new Set());
  }

  clause(clause: Clause): void {
    this.#walk(clause.body, 0, new Set());
  }

  text(text: Text): void {
    for (const name of textFeatures) this.add(name, 0);
    const seen = new Set<string>();
    for (const { clause, depth } of placedClauses(text)) {
      this.clause(clause);
      this.add(`kind ${clause.kind}`);
      if (depth >= 2) this.add('clause three deep');
      const words = JSON.stringify([clause.kind, clause.heading, clause.body]);
      if (seen.has(words)) this.add('identical clauses');
      seen.add(words);
    }
  }

  /** One line a feature; throws where one of those counted (or of `must`) was never met. */
  check(must: readonly string[] = []): string {
    for (const name of must) this.add(name, 0);
    const lines = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const missing = lines.filter(([, n]) => n === 0).map(([name]) => name);
    if (missing.length > 0) throw new Error(`Never generated: ${missing.join(', ')}`);
    return lines.map(([name, n]) => `${String(n).padStart(7)} ${name}`).join('\n');
  }

  #walk(node: Node, lists: number, inside: ReadonlySet<string>): void {
    const name = node.type.name;
    this.add(name);
    if (name === 'table_cell' || name === 'table_header') {
      if (node.attrs['colspan'] > 1) this.add('column span');
      if (node.attrs['rowspan'] > 1) this.add('row span');
    }
    if (name === 'paragraph' && node.childCount === 0)
      this.add(inside.has('list_item') ? 'empty paragraph in item' : 'empty paragraph');
    if (name === 'note' && inside.has('list_item')) this.add('note in list item');
    if (name === 'footnote' && inside.has('footnote')) this.add('nested footnote');
    if (name === 'footnote' && (inside.has('table_cell') || inside.has('table_header')))
      this.add('footnote in cell');
    if (name === 'table' && inside.has('table')) this.add('table in cell');
    const deep = name === 'bullet_list' || name === 'ordered_list' ? lists + 1 : lists;
    if (deep === 3 && deep > lists) this.add('list three deep');
    for (const mark of node.marks) this.add(`mark ${mark.type.name}`);
    if (node.marks.length > 1) this.add('nested marks');
    if (node.isText) this.#words(node.text ?? '');
    let before: Node | null = null;
    const within = new Set(inside).add(name);
    node.forEach((child) => {
      if (before && before.marks.length > 0 && child.marks.length > 0) this.add('adjoining marks');
      this.#walk(child, deep, within);
      before = child;
    });
  }

  #words(text: string): void {
    if (/[[\]|#`*_\\<&$]|:::|---|(^|\s)\d+\./.test(text)) this.add('markup-like text');
    if (/\p{M}/u.test(text)) this.add('combining character');
    if (/[\u{10000}-\u{10ffff}]/u.test(text)) this.add('astral character');
    if (/[\r\n\u2028\u2029\u0085]/.test(text)) this.add('line end in text');
    if (/^ | $| {2}/.test(text)) this.add('loose spaces');
    if (/^[ \t]+$/.test(text)) this.add('text of spaces');
  }
}

const bodyFeatures = [
  'paragraph', 'bullet_list', 'ordered_list', 'note', 'example', 'block_quote', 'table', 'table_caption', 'table_cell',
  'table_header', 'figure', 'code_block', 'formula', 'opaque', 'hard_break', 'xref', 'image', 'math', 'footnote',
  'column span', 'row span', 'empty paragraph', 'empty paragraph in item', 'list three deep', 'note in list item',
  'mark link', 'mark strong', 'mark em', 'mark superscript', 'mark subscript', 'mark code', 'nested marks',
  'adjoining marks', 'markup-like text', 'combining character', 'astral character', 'line end in text', 'loose spaces',
]; // prettier-ignore
const textFeatures = [
  'kind section', 'kind principle', 'kind provision', 'kind term', 'kind reference', 'kind annex',
  'identical clauses', 'clause three deep',
]; // prettier-ignore
