import { Schema, type NodeSpec, type MarkSpec } from 'prosemirror-model';

const textblock = (content: string, extra: Partial<NodeSpec> = {}): NodeSpec => ({
  group: 'block',
  content,
  ...extra,
});
const codeLike = (attrs: NodeSpec['attrs']): NodeSpec =>
  textblock('text*', { marks: '', code: true, whitespace: 'pre', ...(attrs ? { attrs } : {}) });
const cell = { colspan: { default: 1 }, rowspan: { default: 1 }, align: { default: '' } };

/** How an ordered list numbers its items. */
export const listStyles = ['decimal', 'alpha', 'roman', 'Alpha', 'Roman'] as const;
export type ListStyle = (typeof listStyles)[number];
/** What stands around an item's number: `1.`, `1)` or `(1)`. */
export const listDelimiters = ['.', ')', '()'] as const;
export type ListDelimiter = (typeof listDelimiters)[number];

const nodes = {
  /** The body of one clause. A clause that is only a heading has no blocks at all. */
  doc: { content: 'block*' },
  paragraph: textblock('inline*'),
  bullet_list: { group: 'block', content: 'list_item+' },
  ordered_list: {
    group: 'block',
    content: 'list_item+',
    attrs: { style: { default: 'decimal' }, start: { default: 1 }, delimiter: { default: '.' } },
  },
  list_item: { content: 'block+' },
  /** NOTE and EXAMPLE labels are computed (ETSI: alone `NOTE:`, several `NOTE 1:`), never stored. */
  note: { group: 'block', content: 'block+' },
  example: { group: 'block', content: 'block+' },
  block_quote: { group: 'block', content: 'block+' },
  table: { group: 'block', content: 'table_caption? table_row+' },
  table_caption: { content: 'inline*' },
  table_row: { content: '(table_cell | table_header)+' },
  table_cell: { content: 'block+', attrs: cell },
  table_header: { content: 'block+', attrs: cell },
  /** An image that stands alone; its content is the caption. `src` is a path under the draft's `assets/`, or as it came. */
  figure: textblock('inline*', { attrs: { src: { default: '' }, alt: { default: '' } } }),
  code_block: codeLike({ language: { default: '' } }),
  /** A displayed formula kept as its source. */
  formula: codeLike({ format: { default: 'tex' } }),
  /** What we do not understand, as it came. */
  opaque: codeLike({ format: { default: 'text' } }),
  text: { group: 'inline' },
  hard_break: { group: 'inline', inline: true },
  /** A cross-reference to a clause: what it prints is computed. `text` names another text of the draft, or is empty. */
  xref: { group: 'inline', inline: true, attrs: { id: {}, text: { default: '' } } },
  image: { group: 'inline', inline: true, attrs: { src: { default: '' }, alt: { default: '' } } },
  math: { group: 'inline', inline: true, attrs: { source: { default: '' } } },
  footnote: { group: 'inline', inline: true, content: 'block+' },
} satisfies Record<string, NodeSpec>;

// The order is the nesting order of marks in files: the first is outermost.
const marks = {
  link: { attrs: { href: {}, title: { default: '' } }, inclusive: false },
  strong: {},
  em: {},
  superscript: { excludes: 'superscript subscript' },
  subscript: { excludes: 'superscript subscript' },
  code: {},
} satisfies Record<string, MarkSpec>;

/** The one schema of a clause's body, for editor, files, redline and exports. */
export const schema = new Schema({ nodes, marks });

/** Names of the leaf blocks: the paragraphs of a body in the sense of a word processor. */
export const leafBlocks: ReadonlySet<string> = new Set([
  'paragraph',
  'figure',
  'code_block',
  'formula',
  'opaque',
  'table_caption',
]);
