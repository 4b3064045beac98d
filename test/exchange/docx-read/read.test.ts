import type { Node } from 'prosemirror-model';
import { expect, test } from 'vitest';
import { readDocx } from '../../../src/exchange/docx/read.ts';
import type { SourceDocument } from '../../../src/exchange/source.ts';
import { writeZip } from '../../../src/exchange/zip.ts';
import { level, mark, numbered, p, run, tracked, wordFile, type Parts } from './word.ts';

const read = async (
  body: string,
  parts: Parts = {},
  changes: 'accept' | 'reject' = 'accept',
): Promise<SourceDocument> => {
  const source = await readDocx(wordFile(body, parts), 'a.docx', { changes });
  for (const { node } of source.blocks) node.check();
  return source;
};
/** A block in short: `ordered_list(list_item(paragraph("a")))`. */
function sketch(node: Node): string {
  if (node.isText) {
    const marks = node.marks.map(({ type }) => type.name).join('+');
    return `"${node.text ?? ''}"${marks && `/${marks}`}`;
  }
  return `${node.type.name}(${node.children.map(sketch).join(' ')})`;
}
const sketches = (source: SourceDocument): string[] => source.blocks.map(({ node }) => sketch(node));
const numbers = (source: SourceDocument): string[] =>
  source.blocks.map(({ number, node }) => `${number}|${node.textContent}`);
const codeOf = async (bytes: Uint8Array): Promise<unknown> =>
  readDocx(bytes, 'a.docx', { changes: 'accept' }).then(
    () => 'no failure',
    (error: unknown) => (error as { code?: unknown }).code,
  );

test('headings come from names and outline levels through the styles they are based on', async () => {
  const styles = `<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
    <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our heading"/><w:basedOn w:val="H2"/></w:style>
    <w:style w:type="paragraph" w:styleId="Flat"><w:name w:val="Flat"/><w:basedOn w:val="H2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>`;
  const style = (id: string): string => `<w:pStyle w:val="${id}"/>`;
  const source = await read(
    p('Code', style('T')) +
      p('a', style('H2')) +
      p('b', style('Own')) +
      p('c', style('Flat')) +
      p('d', '<w:outlineLvl w:val="0"/>'),
    { styles },
  );
  expect(source.blocks.map(({ heading }) => heading)).toEqual([null, 2, 2, null, 1]);
  expect(source.title).toBe('Code');
});

test('numbers of a multi-level scheme are counted, restarted and overridden as Word prints them', async () => {
  const numbering = `<w:abstractNum w:abstractNumId="0">
      ${level(0, 'upperRoman', '%1.')}${level(1, 'decimal', '%1.%2', '<w:isLgl/>')}${level(2, 'lowerLetter', '(%3)')}
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>`;
  const source = await read(
    numbered('a', 0) +
      numbered('b', 1) +
      numbered('c', 1) +
      numbered('d', 2) +
      numbered('e', 0) +
      numbered('f', 1) +
      numbered('g', 1, 2) +
      numbered('h', 1, 2) +
      numbered('i', 1),
    { numbering },
  );
  expect(numbers(source)).toEqual([
    'I.|a',
    '1.1|b',
    '1.2|c',
    '|d',
    'II.|e',
    '2.1|f',
    '2.7|g',
    '2.8|h',
    '2.9|i',
  ]);
});

test('a style numbers its headings at the level that names it', async () => {
  const styles = `<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`;
  const numbering = `<w:abstractNum w:abstractNumId="0">
      ${level(0, 'decimal', 'Principle %1:', '<w:pStyle w:val="H1"/>')}${level(1, 'decimal', '%1.%2', '<w:pStyle w:val="H2"/>')}
    </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
  const h = (words: string, n: number): string => p(words, `<w:pStyle w:val="H${n}"/>`);
  const none = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>';
  const source = await read(h('a', 1) + h('b', 2) + p('c', none) + h('d', 1) + h('e', 2), {
    styles,
    numbering,
  });
  expect(numbers(source)).toEqual(['Principle 1:|a', '1.1|b', '|c', 'Principle 2:|d', '2.1|e']);
});

test('ordinary lists nest, keep their labels and go on where they were left', async () => {
  const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'lowerLetter', '%1)')}${level(1, 'bullet', '•')}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
  const source = await read(
    numbered('a', 0) + numbered('x', 1) + numbered('b', 0) + p('between') + numbered('c', 0),
    { numbering },
  );
  expect(sketches(source)).toEqual([
    'ordered_list(list_item(paragraph("a") bullet_list(list_item(paragraph("x")))) list_item(paragraph("b")))',
    'paragraph("between")',
    'ordered_list(list_item(paragraph("c")))',
  ]);
  expect(source.blocks[2]?.node.attrs).toEqual({ style: 'alpha', start: 3, delimiter: ')' });
});

test('characters keep their marks, links, fields, symbols and notes', async () => {
  const field = (kind: string): string => `<w:r><w:fldChar w:fldCharType="${kind}"/></w:r>`;
  const source = await read(
    `<w:p><w:bookmarkStart w:id="0" w:name="here"/>${run('b', '<w:b/>')}${run('not', '<w:b w:val="0"/>')}${run('2', '<w:vertAlign w:val="superscript"/>')}
      <w:hyperlink w:anchor="there">${run('jump')}</w:hyperlink>
      ${field('begin')}<w:r><w:instrText> REF there \\h </w:instrText></w:r>${field('separate')}${run('1.2')}${field('end')}
      <w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:noBreakHyphen/><w:br/><w:t>end</w:t><w:footnoteReference w:id="5"/></w:r></w:p>`,
    { footnotes: `<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r>${run(' words')}</w:p></w:footnote>` },
  );
  expect(sketches(source)).toEqual([
    'paragraph("b"/strong "not" "2"/superscript "jump"/link "1.2"/link "✓\u2011" hard_break() "end" footnote(paragraph("words")))'.replace(
      '"jump"/link "1.2"/link',
      '"jump1.2"/link',
    ),
  ]);
  expect(source.blocks[0]?.anchors).toEqual(['here']);
});

test('tables keep merged cells and repeated heads', async () => {
  const tc = (words: string, props = ''): string => `<w:tc><w:tcPr>${props}</w:tcPr>${p(words)}</w:tc>`;
  const source = await read(
    `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>${tc('h', '<w:gridSpan w:val="2"/>')}</w:tr>
      <w:tr>${tc('a', '<w:vMerge w:val="restart"/>')}${tc('b')}</w:tr><w:tr>${tc('', '<w:vMerge/>')}${tc('c')}</w:tr></w:tbl>`,
  );
  expect(sketches(source)).toEqual([
    'table(table_row(table_header(paragraph("h"))) table_row(table_cell(paragraph("a")) table_cell(paragraph("b"))) table_row(table_cell(paragraph("c"))))',
  ]);
  const [head, first] = source.blocks[0]?.node.children ?? [];
  expect(head?.firstChild?.attrs['colspan']).toBe(2);
  expect(first?.firstChild?.attrs['rowspan']).toBe(2);
});

test('tracked changes: words, marks of paragraphs, rows and properties', async () => {
  const row = (kind: 'ins' | 'del', words: string): string =>
    `<w:tr><w:trPr><w:${kind} w:id="1"/></w:trPr><w:tc>${p(words)}</w:tc></w:tr>`;
  const body =
    `<w:p>${run('one ')}${tracked('ins', run('new '))}${tracked('del', run('old '))}${tracked('ins', tracked('del', run('never ')))}${run('two')}</w:p>` +
    p('first ', mark('ins')) +
    p('second') +
    p('third ', mark('del')) +
    p('fourth') +
    `<w:tbl>${row('ins', 'added')}${row('del', 'removed')}</w:tbl>` +
    p('was a heading', '<w:pPrChange w:id="9"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:pPrChange>');
  const accepted = await read(body);
  expect(accepted.blocks.map(({ node }) => node.textContent)).toEqual([
    'one new two',
    'first',
    'second',
    'third fourth',
    'added',
    'was a heading',
  ]);
  const rejected = await read(body, {}, 'reject');
  expect(rejected.blocks.map(({ node }) => node.textContent)).toEqual([
    'one old two',
    'first second',
    'third',
    'fourth',
    'removed',
    'was a heading',
  ]);
  expect([accepted, rejected].map(({ blocks }) => blocks[5]?.heading)).toEqual([null, 2]);
});

test('text boxes are read once, nested tables and numbers in cells stay', async () => {
  const box = `<w:txbxContent>${p('boxed')}</w:txbxContent>`;
  const mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
  const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', 'Step %1')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`;
  const source = await read(
    `<w:p>${run('host')}<w:r><mc:AlternateContent ${mc}><mc:Choice Requires="wps"><w:drawing>${box}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
      <w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>${numbered('in', 0)}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>
      <w:sdt><w:sdtContent>${p('controlled')}</w:sdtContent></w:sdt>`,
    { numbering },
  );
  expect(sketches(source)).toEqual([
    'paragraph("host")',
    'paragraph("boxed")',
    'table(table_row(table_cell(table(table_row(table_cell(paragraph("Step 1 in")))))))',
    'paragraph("controlled")',
  ]);
});

test('images become assets under the name of their content, others are told', async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
  const a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
  const wp = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';
  const drawing = (id: string): string =>
    `<w:p><w:r><w:drawing><wp:inline ${wp}><wp:docPr id="1" descr="A lock"/><a:blip ${a} r:embed="${id}"/></wp:inline></w:drawing></w:r></w:p>`;
  const image = (id: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://x/image" Target="${target}"/>`;
  const source = await read(drawing('i1') + drawing('i2') + drawing('i3'), {
    relations: image('i1', 'media/a.png') + image('i2', '/word/media/b.png') + image('i3', 'media/c.emf'),
    files: { 'word/media/a.png': png, 'word/media/b.png': png, 'word/media/c.emf': new Uint8Array([1]) },
  });
  const [first, second, third] = source.blocks.map(({ node }) => node.attrs);
  expect(first).toEqual(second);
  expect(first?.['alt']).toBe('A lock');
  expect([...source.assets]).toEqual([[first?.['src'], png]]);
  expect(third?.['src']).toBe('');
  expect(source.notes.map(({ kind, place }) => [kind, place])).toEqual([['left-out', 'paragraph 3']]);
});

test('what does not come into clauses is told', async () => {
  const source = await read(`${p('a')}<w:p>${run('secret', '<w:vanish/>')}</w:p>`, {
    comments: `<w:comment w:id="0">${p('hm')}</w:comment>`,
    header: p('Draft 3'),
    relations:
      '<Relationship Id="t" Type="http://x/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/>',
    files: { 'word/vbaProject.bin': new Uint8Array([1]) },
  });
  const told = source.notes.map(({ message }) => message).join('\n');
  for (const part of ['secret', 'One comment', 'Draft 3', 'macros', 'example.org/t.dotm'])
    expect(told).toContain(part);
});

test('what is not a sound Word document is refused', async () => {
  const sound = wordFile(p('a'));
  expect(await codeOf(sound)).toBe('no failure');
  expect(await codeOf(sound.slice(0, sound.length / 2))).toBe('zip-damaged');
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  expect(await codeOf(writeZip([{ path: 'a.txt', data: text('a') }]))).toBe('docx-no-document');
  const main = (xml: string): Uint8Array => writeZip([{ path: 'word/document.xml', data: text(xml) }]);
  expect(await codeOf(main('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'))).toBe('xml-unsafe');
  expect(await codeOf(main('<a>'.repeat(300)))).toBe('xml-unsafe');
  expect(await codeOf(main('<a><b></a>'))).toBe('xml-damaged');
  expect(await codeOf(main('<a/>'))).toBe('docx-no-document');
});
