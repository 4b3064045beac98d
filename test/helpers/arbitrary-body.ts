import fc from 'fast-check';
import { Fragment, type Mark, type Node } from 'prosemirror-model';
import { listDelimiters, listStyles, schema } from '../../src/model/schema.ts';

const words = [
  'Operators', 'Keepers', 'shall', 'should', 'may', 'not', 'keep', 'publish', 'inspect', 'a', 'an', 'the',
  'record', 'register', 'bridge', 'lantern', 'gauge', 'of', 'each', 'every', 'for', 'and', 'or', 'at least',
  'within', '30', '2.5', 'days', 'e.g.', 'i.e.', 'etc.', 'cl. 4', 'No. 7', 'before', 'after', 'any', 'weekly',
  'crossing', 'towpath', 'report', 'reports', 'owner', 'A. Tollkeeper',
]; // prettier-ignore

/** Words that a careless reader of the text form would take for markup. */
export const markupLike = [
  '1.', '2)', '(a)', 'a.', '#', '##', '|', '||', '[[', ']]', '[[x]]', '[[code:x]]', '---', '***', '===', ':::',
  '\\', '\\\\', '*', '**', '***', '_', '__', '`', '``', '```', '~~~', '^', '> ', '- ', '+ ', '* ', '[^1]', '[^1]:', '![',
  '![a](b)', '[a](b)', '](', '<em>', '</em>', '</td>', '<table>', '<br/>', '<!-- empty -->', '&amp;', '&#32;', '&', '<', '$',
  '$`', '`$', '!', ':', ': ', '{', '}', '[!NOTE]', '*x*', '_x_', '**x**', '`x`', '1. x', '- x', '# x', '| x |', '|---|',
]; // prettier-ignore
export const oddCharacters = [
  'e\u0301', 'o\u0308\u0323', '\u{1f309}', '\u{20bb7}', '\u00a0', '\u200d', '\u200b', '\ufeff', '\u0085', '\u2028',
  '\u2029', '\t', '\r', '\n', '\r\n', '\n\n', '\u0000', '\u001b', 'ß', 'ﬁ', 'أ', '\u202e', '\ud800', '\udc00', '…', '’', '”',
]; // prettier-ignore
const spaceRuns = [' ', '  ', '   ', '     ', ' \t ', '\u00a0 '];

export const wordArb: fc.Arbitrary<string> = fc.constantFrom(...words);
const sentenceArb: fc.Arbitrary<string> = fc
  .tuple(fc.array(wordArb, { minLength: 2, maxLength: 9 }), fc.constantFrom('.', '.', '.', ';', '?', '?!', '.”', '.)', ':'))
  .map(([list, end]) => list.join(' ') + end); // prettier-ignore

const pieceArb = fc.oneof(
  { weight: 6, arbitrary: wordArb },
  { weight: 2, arbitrary: sentenceArb },
  { weight: 3, arbitrary: fc.constantFrom(...markupLike) },
  { weight: 2, arbitrary: fc.constantFrom(...oddCharacters) },
  { weight: 1, arbitrary: fc.constantFrom(...spaceRuns) },
);
/** A run of text, seldom tidy. */
export const oddTextArb: fc.Arbitrary<string> = fc
  .array(fc.tuple(pieceArb, fc.constantFrom(' ', ' ', '')), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.map(([piece, gap]) => piece + gap).join(''));
/** One to three tidy sentences. */
export const tidyTextArb: fc.Arbitrary<string> = fc
  .array(sentenceArb, { minLength: 1, maxLength: 3 })
  .map((list) => list.join(' '));
const textArb: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: tidyTextArb },
  { weight: 1, arbitrary: wordArb },
  { weight: 2, arbitrary: oddTextArb },
);

const idArb: fc.Arbitrary<string> = fc.constantFrom('x', 'inspect-k3f9q1', 'keep-record-7', 'c-000000');

const linkArb = fc
  .record({
    href: fc.constantFrom('https://example.org/a', '#x', 'a b', 'a(b)', 'a|b', 'q?a=1&amp;b=2', '', 'é\\"<'),
    title: fc.constantFrom('', '', 'A title', 'with "quotes" & |\\ <'),
  })
  .map((attrs) => schema.marks.link.create(attrs));
export const markArb: fc.Arbitrary<Mark> = fc.oneof(
  linkArb,
  fc
    .constantFrom('strong', 'em', 'superscript', 'subscript', 'code')
    .map((name) => schema.mark(name as 'strong')),
);
export const marksArb: fc.Arbitrary<readonly Mark[]> = fc
  .oneof(
    { weight: 5, arbitrary: fc.constant<Mark[]>([]) },
    { weight: 3, arbitrary: fc.array(markArb, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(markArb, { minLength: 2, maxLength: 3 }) },
  )
  .map((list) => list.reduce<readonly Mark[]>((set, mark) => mark.addToSet(set), []));

/** Joins adjacent text of equal marks, as every body must have it. */
export const fragment = (nodes: readonly Node[]): Fragment => Fragment.fromArray([...nodes]);

const leafArb: fc.Arbitrary<Node> = fc.oneof(
  fc.constant(schema.node('hard_break')),
  fc
    .record({ id: idArb, text: fc.constantFrom('', '', 'code', 'ts-x') })
    .map((attrs) => schema.node('xref', attrs)),
  fc
    .record({ src: fc.constantFrom('gauge.png', 'a b.png', ''), alt: fc.constantFrom('', 'A gauge', '] | "x"') })
    .map((attrs) => schema.node('image', attrs)),
  fc.constantFrom('x^2', '\\frac{a}{b}', 'a`b', ' ', '', '$', 'a|b').map((source) => schema.node('math', { source })),
); // prettier-ignore

function inlineArb(depth: number): fc.Arbitrary<Node> {
  const text = fc.tuple(textArb, marksArb).map(([value, marks]) => schema.text(value, marks));
  const leaf = fc.tuple(leafArb, marksArb).map(([node, marks]) => node.mark(marks));
  if (depth <= 0) return fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: leaf });
  const footnote = fc
    .tuple(blocksArb(depth - 2, 2), marksArb)
    .map(([blocks, marks]) => schema.node('footnote', null, blocks).mark(marks));
  return fc.oneof({ weight: 12, arbitrary: text }, { weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: footnote }); // prettier-ignore
}

const inlinesArb = (depth: number): fc.Arbitrary<Fragment> =>
  fc
    .oneof(
      { weight: 1, arbitrary: fc.constant<Node[]>([]) },
      { weight: 3, arbitrary: tidyTextArb.map((value) => [schema.text(value)]) },
      { weight: 6, arbitrary: fc.array(inlineArb(depth), { minLength: 1, maxLength: 5 }) },
    )
    .map(fragment);

const rawArb = fc
  .array(
    fc.oneof(
      oddTextArb,
      fc.constantFrom('', '   ', '```', '~~~~', '</td>', '> x', '    y', '-->', '\t', 'a\r', '---', '\\r'),
    ),
    {
      maxLength: 4,
    },
  )
  .map((lines) => lines.join('\n'));
const rawBlock = (type: string, attrs: Record<string, string>, text: string): Node =>
  schema.node(type, attrs, text === '' ? [] : [schema.text(text)]);

const cellAttrsArb = fc.record({
  colspan: fc.constantFrom(1, 1, 2, 3),
  rowspan: fc.constantFrom(1, 1, 1, 2),
  align: fc.constantFrom('', '', 'left', 'center', 'right'),
});

function tableArb(depth: number): fc.Arbitrary<Node> {
  const cell = fc
    .tuple(fc.boolean(), cellAttrsArb, blocksArb(depth - 2, 2))
    .map(([header, attrs, blocks]) => schema.node(header ? 'table_header' : 'table_cell', attrs, blocks));
  const row = fc
    .array(cell, { minLength: 1, maxLength: 3 })
    .map((cells) => schema.node('table_row', null, cells));
  const caption = inlinesArb(depth - 1).map((content) => schema.node('table_caption', null, content));
  const free = fc
    .tuple(fc.option(caption), fc.array(row, { minLength: 1, maxLength: 3 }))
    .map(([head, rows]) => schema.node('table', null, head ? [head, ...rows] : rows));
  // A grid with a header row, as most tables are.
  const para = inlinesArb(0).map((content) => schema.node('paragraph', null, content));
  const grid = fc.integer({ min: 1, max: 3 }).chain((columns) =>
    fc
      .tuple(
        fc.array(fc.constantFrom('', '', 'left', 'center', 'right'), { minLength: columns, maxLength: columns }),
        fc.array(fc.array(para, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 3 }),
      )
      .map(([aligns, rows]) =>
        schema.node(
          'table',
          null,
          rows.map((cells, r) =>
            schema.node(
              'table_row',
              null,
              cells.map((content, c) =>
                schema.node(r === 0 ? 'table_header' : 'table_cell', { align: aligns[c] ?? '' }, content),
              ),
            ),
          ),
        ),
      ),
  ); // prettier-ignore
  return fc.oneof(free, grid);
}

/** A block, nested at most `depth` levels. */
function blockArb(depth: number): fc.Arbitrary<Node> {
  const paragraph = inlinesArb(depth).map((content) => schema.node('paragraph', null, content));
  const figure = fc
    .tuple(fc.constantFrom('gauge.png', 'a "b".svg', ''), fc.constantFrom('', 'A gauge', '<|>'), inlinesArb(depth - 1))
    .map(([src, alt, content]) => schema.node('figure', { src, alt }, content)); // prettier-ignore
  const raw = fc
    .tuple(
      fc.constantFrom(
        ['code_block', 'language', ''],
        ['code_block', 'language', 'js'],
        ['code_block', 'language', 'a b`'],
        ['code_block', 'language', 'formula'],
        ['formula', 'format', 'tex'],
        ['formula', 'format', 'mathml'],
        ['formula', 'format', ''],
        ['opaque', 'format', 'text'],
        ['opaque', 'format', 'html'],
      ),
      rawArb,
    )
    .map(([[type, key, value], text]) =>
      rawBlock(type as string, { [key as string]: value as string }, text),
    );
  if (depth <= 0)
    return fc.oneof({ weight: 8, arbitrary: paragraph }, { weight: 1, arbitrary: raw }, { weight: 1, arbitrary: figure }); // prettier-ignore
  const item = blocksArb(depth - 1, 2).map((blocks) => schema.node('list_item', null, blocks));
  const items = fc.array(item, { minLength: 1, maxLength: 3 });
  const bullets = items.map((list) => schema.node('bullet_list', null, list));
  const ordered = fc
    .tuple(
      items,
      fc.constantFrom(...listStyles),
      fc.constantFrom(...listDelimiters),
      fc.constantFrom(1, 1, 0, 3, 12, 999_999_998, -2),
    )
    .map(([list, style, delimiter, start]) => schema.node('ordered_list', { style, delimiter, start }, list));
  const wrap = fc
    .tuple(fc.constantFrom('note', 'example', 'block_quote'), blocksArb(depth - 1, 2))
    .map(([type, blocks]) => schema.node(type, null, blocks));
  return fc.oneof(
    { weight: 10, arbitrary: paragraph },
    { weight: 4, arbitrary: bullets },
    { weight: 4, arbitrary: ordered },
    { weight: 3, arbitrary: wrap },
    { weight: 2, arbitrary: tableArb(depth) },
    { weight: 1, arbitrary: figure },
    { weight: 1, arbitrary: raw },
  );
}

const blocksMemo = new Map<string, fc.Arbitrary<Node[]>>();
/** One to `max` blocks. */
export function blocksArb(depth: number, max = 3): fc.Arbitrary<Node[]> {
  const key = `${depth}/${max}`;
  const known = blocksMemo.get(key);
  if (known) return known;
  const made = fc.array(blockArb(depth), { minLength: 1, maxLength: max, size: 'max' });
  blocksMemo.set(key, made);
  return made;
}

/** Lists three deep, each level a list of its own style. */
const deepListArb: fc.Arbitrary<Node> = fc
  .array(fc.constantFrom(...listStyles, 'bullet'), { minLength: 3, maxLength: 4 })
  .chain((styles) =>
    fc.array(textArb, { minLength: styles.length * 2, maxLength: styles.length * 2 }).map((texts) => {
      let inner: Node | null = null;
      styles.forEach((style, i) => {
        const para = (n: number): Node => schema.node('paragraph', null, [schema.text(texts[2 * i + n] ?? '-')]);
        const content: Node[] = [
          schema.node('list_item', null, inner ? [para(0), inner] : [para(0)]),
          schema.node('list_item', null, [para(1)]),
        ];
        inner = style === 'bullet' ? schema.node('bullet_list', null, content) : schema.node('ordered_list', { style }, content);
      });
      return inner as unknown as Node;
    }),
  ); // prettier-ignore

/** Places that chance alone seldom makes: notes in notes, notes in cells, tables in cells. */
const tightPlacesArb: fc.Arbitrary<Node[]> = fc
  .tuple(inlinesArb(1), inlinesArb(1), blockArb(1), tableArb(1), fc.nat(3))
  .map(([outer, inner, block, table, shape]) => {
    const paragraph = (content: Fragment): Node => schema.node('paragraph', null, content);
    const note = (...content: Node[]): Node => schema.node('footnote', null, content);
    const nested = note(paragraph(inner.append(fragment([note(block)]))), block);
    const noted = paragraph(outer.append(fragment([nested, note(table)])));
    if (shape === 0) return [noted, block];
    const cell = schema.node('table_cell', null, shape === 1 ? [noted, table] : [table, noted]);
    const grid = schema.node('table', null, [
      schema.node('table_caption', null, noted.content),
      schema.node('table_row', null, [cell, cell]),
    ]);
    return shape === 2 ? [grid, noted] : [schema.node('note', null, [grid]), noted];
  });

/** A whole body, everything the schema allows. */
export const bodyArb: fc.Arbitrary<Node> = fc
  .oneof(
    { weight: 1, arbitrary: fc.constant<Node[]>([]) },
    { weight: 3, arbitrary: fc.array(blockArb(0), { maxLength: 3 }) },
    { weight: 5, arbitrary: fc.array(blockArb(3), { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.tuple(deepListArb).map((list) => [...list]) },
    { weight: 1, arbitrary: tightPlacesArb },
  )
  .map((blocks) => schema.node('doc', null, blocks));

/** A body as most are: tidy paragraphs, now and then something else. Small, for tests on whole texts. */
export const everydayBodyArb: fc.Arbitrary<Node> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: tidyTextArb.map((value) => schema.node('paragraph', null, [schema.text(value)])) },
      { weight: 2, arbitrary: blockArb(1) },
      { weight: 1, arbitrary: tableArb(2) },
    ),
    { maxLength: 3 },
  )
  .map((blocks) => schema.node('doc', null, blocks)); // prettier-ignore
