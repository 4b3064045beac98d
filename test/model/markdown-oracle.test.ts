import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Node } from 'prosemirror-model';
import { expect, test } from 'vitest';
import { readBody } from '../../src/model/markdown/read-blocks.ts';
import { writeBody } from '../../src/model/markdown/write-blocks.ts';
import { schema } from '../../src/model/schema.ts';
import {
  fragment,
  markArb,
  markupLike,
  oddCharacters,
  print,
  runs,
  tidyTextArb,
  wordArb,
} from '../helpers/arbitrary.ts';

// Another program's reading of what both understand: paragraphs, lists, quotes, code, emphasis, links, pipe tables.
type Run = [text: string, marks: string];
type Block = { type: string; runs?: Run[]; blocks?: Block[] };

const markdown = new MarkdownIt('commonmark', { html: true }).enable('table');

function addRun(runs: Run[], text: string, marks: string): void {
  const last = runs[runs.length - 1];
  if (last?.[1] === marks) last[0] += text;
  else if (text !== '') runs.push([text, marks]);
}

function theirs(source: string): Block[] {
  const root: Block[] = [];
  const stack: Block[][] = [root];
  const top = (): Block[] => stack[stack.length - 1] ?? root;
  for (const token of markdown.parse(source, {})) {
    const type = token.type.replace(/_(open|close)$/, '');
    if (['thead', 'tbody', 'html_block'].includes(type)) {
      if (type === 'html_block') expect(token.content).toMatch(/^\s*<!-- list/);
    } else if (type === 'inline') {
      top().push({ type: 'words', runs: inlineRuns(token.children ?? []) });
    } else if (type === 'fence') top().push({ type: 'code_block', runs: [[token.content.replace(/\n$/, ''), '']] });
    else if (token.nesting === 1) {
      const block: Block = { type, blocks: [] };
      top().push(block);
      stack.push(block.blocks ?? []);
    } else if (token.nesting === -1) stack.pop();
    else throw new Error(`unexpected ${token.type}`);
  }
  return root;
} // prettier-ignore

function inlineRuns(tokens: readonly { type: string; content: string }[]): Run[] {
  const out: Run[] = [];
  const marks: string[] = [];
  const names: Record<string, string> = { sup: 'superscript', sub: 'subscript', a: 'link' };
  for (const token of tokens) {
    const now = [...marks].sort().join();
    const html = /^<(\/?)([a-z]+)/.exec(token.type === 'html_inline' ? token.content : '');
    if (token.type === 'text' || token.type === 'text_special') addRun(out, token.content, now);
    else if (token.type === 'softbreak') addRun(out, ' ', now);
    else if (token.type === 'hardbreak' || html?.[2] === 'br') addRun(out, '\n', now);
    else if (token.type === 'code_inline') addRun(out, token.content, [...marks, 'code'].sort().join());
    else if (html) {
      const name = names[html[2] ?? ''] ?? html[2] ?? '';
      if (html[1]) marks.splice(marks.lastIndexOf(name), 1);
      else marks.push(name);
    } else if (token.type.endsWith('_open')) marks.push(token.type.slice(0, -5));
    else if (token.type.endsWith('_close')) marks.splice(marks.lastIndexOf(token.type.slice(0, -6)), 1);
    else throw new Error(`unexpected ${token.type}`);
  }
  return out;
} // prettier-ignore

function ours(parent: Node): Block[] {
  return parent.children.map((node) => {
    if (!node.isTextblock) {
      const name: Record<string, string> = { block_quote: 'blockquote', table_row: 'tr', table_cell: 'td', table_header: 'th' };
      const inner = ours(node);
      const type = name[node.type.name] ?? node.type.name;
      return { type, blocks: type === 'td' || type === 'th' ? inner.flatMap((block) => block.blocks ?? []) : inner };
    }
    const out: Run[] = [];
    node.forEach((child) => {
      const marks = child.marks.map((mark) => mark.type.name).sort().join();
      addRun(out, child.isText ? (child.text ?? '') : '\n', marks);
    });
    if (node.type.name === 'code_block') return { type: 'code_block', runs: out.length > 0 ? out : [['', '']] };
    return { type: 'paragraph', blocks: [{ type: 'words', runs: out }] };
  });
} // prettier-ignore

// Not NUL, lone surrogates and no-break spaces, which another reader replaces or trims by design.
const left = ['\u0000', '\u001b', '\u00a0', '\u0085', '\u2028', '\u2029', '\ufeff', '\ud800', '\udc00'];
const characters = oddCharacters.filter((c) => !left.includes(c));
const piece = fc.oneof(wordArb, tidyTextArb, fc.constantFrom(...markupLike), fc.constantFrom(...characters));
const words = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', '')), { minLength: 1, maxLength: 5 })
  .map((list) => list.map(([text, gap]) => text + gap).join(''));
const run = fc
  .tuple(words, fc.array(markArb, { maxLength: 2 }), fc.boolean())
  .map(([text, marks, plain]) =>
    schema.text(text, plain ? [] : marks.reduce<Node['marks']>((set, m) => m.addToSet(set), [])),
  );
const paragraph = fc
  .tuple(fc.array(run, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([list, broken]) => {
    const head = list[0];
    const nodes =
      broken && head && list.length > 1 ? [head, schema.node('hard_break'), ...list.slice(1)] : list;
    return schema.node('paragraph', null, fragment(nodes));
  });
const code = words.map((text) =>
  schema.node('code_block', null, [schema.text(`x${text.replaceAll('\r', '')}`)]),
);
const cell = fc
  .tuple(wordArb, fc.constantFrom(...markupLike), wordArb, fc.array(markArb, { maxLength: 1 }))
  .map(([a, b, c, marks]) =>
    schema.node('paragraph', null, [schema.text(`${a}${b} ${c.replaceAll('.', '')}`, marks)]),
  );
const table = fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 3 }).map((rows) =>
  schema.node(
    'table',
    null,
    rows.map((cells, r) =>
      schema.node(
        'table_row',
        null,
        cells.map((content) => schema.node(r === 0 ? 'table_header' : 'table_cell', null, [content])),
      ),
    ),
  ),
);
const blocks = fc.letrec<{ block: Node }>((tie) => {
  const items = fc
    .array(fc.array(tie('block'), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map((list) => list.map((content) => schema.node('list_item', null, content)));
  return {
    block: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      paragraph,
      items.map((list) => schema.node('bullet_list', null, list)),
      fc.tuple(items, fc.constantFrom('.', ')'), fc.constantFrom(1, 4)).map(([list, delimiter, start]) => schema.node('ordered_list', { delimiter, start }, list)),
      fc.array(tie('block'), { minLength: 1, maxLength: 2 }).map((list) => schema.node('block_quote', null, list)),
      code,
      table,
    ),
  };
}).block; // prettier-ignore

test('another Markdown program reads the common forms as we do', () => {
  let tables = 0;
  let compared = 0;
  let blocksMet = 0;
  fc.assert(
    fc.property(fc.array(blocks, { minLength: 1, maxLength: 3 }), (list) => {
      const doc = schema.node('doc', null, list);
      const source = writeBody(doc);
      if (source.includes('<table>')) return; // sentences in cells: our own long form, which it reads as HTML
      if (source.includes('|--') || source.includes('| ---')) tables++;
      expect(theirs(source)).toEqual(ours(doc));
      compared++;
      blocksMet += doc.childCount;
    }),
    { numRuns: runs(600) },
  );
  expect(tables).toBeGreaterThan(0);
  expect(compared).toBeGreaterThan(runs(600) / 2);
  print(`compared ${compared} bodies, ${blocksMet} top-level blocks, ${tables} with pipe tables`);
});

test('what people write by hand reads as another program reads it', () => {
  const sources = [
    'One line\nand its *second* line,\nwith __strong__ and _em_ words.',
    '* a\n* b\n\n  more of b\n    * c\n',
    '1. one\n2. two\n   1) deeper\n\n3. three',
    '> quoted\n> words\n\nafter',
    'a  \nb\\\nc',
    '| a | b |\n|:--|--:|\n| 1 | `x` |\n',
    '~~~js\nx\n~~~',
    'snake_case and 2 * 3 * 4 and a*b*c and **bold**text',
    '[a link](https://example.org "title") and `code with `` ticks`',
    'AT&amp;T &#65;',
  ];
  for (const source of sources)
    expect(ours(readBody(source.split('\n')).body), source).toEqual(theirs(source));
});
