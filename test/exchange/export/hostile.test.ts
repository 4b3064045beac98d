import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { cleanDocx } from '../../../src/exchange/docx/write.ts';
import { child, parseXml, elements, type XmlElement } from '../../../src/exchange/docx/xml-tree.ts';
import { redlineDocx } from '../../../src/exchange/docx/redline.ts';
import { compareLines } from '../../../src/exchange/check-redline.ts';
import { exportRedline } from '../../../src/exchange/export-redline.ts';
import { cleanHtml } from '../../../src/exchange/html/clean.ts';
import { redlineHtml } from '../../../src/exchange/html/redline.ts';
import { readZip } from '../../../src/exchange/zip.ts';
import { byId } from '../../../src/model/plain.ts';
import { schema } from '../../../src/model/schema.ts';
import { defaultMeta, makeClause, type Text } from '../../../src/model/text.ts';
import { labelsOf } from '../../../src/numbering/labels.ts';
import { redline } from '../../../src/redline/compare.ts';
import type { Side } from '../../../src/redline/types.ts';
import { editedPairArb, runs, wildTextArb } from '../../helpers/arbitrary.ts';

const side = (name: string, text: Text): Side => ({ name, text, labels: labelsOf(text), resolve: byId });

const evil = [
  '<script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  ']]>',
  '"\' onload="x',
  '&amp;&lt;',
  '\u0000\u0008\u001f',
  '\ufffe\uffff',
  '\ud800',
  'a\udc00b',
  'javascript:alert(1)',
].join(' ');

function evilText(tail: string): Text {
  const link = schema.marks.link.create({ href: `javascript:${evil}`, title: evil });
  const web = schema.marks.link.create({ href: `https://example.org/"><script>${evil}` });
  const body = schema.nodes.doc.create(null, [
    schema.nodes.paragraph.create(null, [schema.text(evil, [link]), schema.text(evil + tail, [web])]),
    schema.nodes.opaque.create({ format: evil }, schema.text(`<b onclick="x">${evil}</b>`)),
    schema.nodes.figure.create({ src: `x" onerror="alert(1)`, alt: evil }),
  ]);
  const clause = makeClause({
    id: evil,
    kind: 'provision',
    heading: evil,
    actors: [evil],
    sources: [evil],
    body,
  });
  return {
    name: 'code',
    meta: { ...defaultMeta, title: evil, language: '"><script>' },
    outline: [{ id: evil, children: [] }],
    clauses: new Map([[evil, clause]]),
    findings: [],
  };
}
const details = {
  author: evil,
  date: evil,
  byChange: new Map([
    [
      evil,
      {
        amendments: [{ id: evil, number: evil, title: evil, rationale: evil }],
        comments: [{ id: evil, text: evil }],
      },
    ],
  ]),
};

interface El {
  readonly name?: string;
  readonly attribs?: Record<string, string>;
  readonly children?: readonly El[];
}
const all = (el: El): El[] => [el, ...(el.children ?? []).flatMap(all)];

test('nothing of a document runs or loads in a page made of it', async () => {
  const [base, target] = [side(evil, evilText('')), side(evil, evilText(' more'))];
  const value = redline(base, target);
  const pages = [cleanHtml(target), redlineHtml(value, details)];
  pages.forEach((html, i) => {
    const els = all(parseDocument(html) as unknown as El);
    expect(els.filter((el) => el.name === 'script')).toHaveLength(i);
    for (const el of els) {
      for (const [name, text] of Object.entries(el.attribs ?? {})) {
        expect(name).not.toMatch(/^on/);
        if (name === 'href') expect(text).toMatch(/^(#|https:)/);
        if (name === 'src') expect(text).toMatch(/^data:image\//);
      }
    }
  });
  for (const format of ['html', 'docx'] as const)
    expect((await exportRedline(value, format, details)).length).toBeGreaterThan(1000);
});

const order: Readonly<Record<string, readonly string[]>> = {
  'w:pPr': [
    'w:pStyle',
    'w:keepNext',
    'w:keepLines',
    'w:numPr',
    'w:shd',
    'w:spacing',
    'w:ind',
    'w:outlineLvl',
    'w:rPr',
    'w:pPrChange',
  ],
  'w:rPr': [
    'w:ins',
    'w:del',
    'w:moveFrom',
    'w:moveTo',
    'w:rStyle',
    'w:rFonts',
    'w:b',
    'w:i',
    'w:color',
    'w:sz',
    'w:szCs',
    'w:u',
    'w:vertAlign',
    'w:lang',
    'w:rPrChange',
  ],
  'w:trPr': ['w:tblHeader', 'w:ins', 'w:del'],
  'w:tcPr': ['w:gridSpan', 'w:vMerge'],
};

const tracked = (props: XmlElement | undefined): boolean =>
  elements(props).some((one) => /^w:(ins|del|move)/.test(one.name));

function checkXml(root: XmlElement): void {
  const ids = new Set<string>();
  const names = new Set<string>();
  const visit = (el: XmlElement, deleted: boolean): void => {
    const known = order[el.name];
    if (known) {
      const at = elements(el).map((one) => known.indexOf(one.name));
      expect(at).not.toContain(-1);
      expect(at).toEqual([...at].sort((a, b) => a - b));
    }
    if (el.name === 'w:tr' && !tracked(child(el, 'w:trPr'))) {
      // The last paragraph of a cell that stays cannot lose its end.
      for (const cell of elements(el).filter((one) => one.name === 'w:tc'))
        expect(tracked(child(child(elements(cell).at(-1), 'w:pPr'), 'w:rPr'))).toBe(false);
    }
    if (el.name === 'w:t') expect(deleted).toBe(false);
    if (el.name === 'w:delText') expect(deleted).toBe(true);
    if (el.name === 'w:tc') expect(elements(el).at(-1)?.name).toBe('w:p');
    if (el.name === 'w:p')
      expect(
        elements(el)
          .slice(1)
          .some((one) => one.name === 'w:pPr'),
      ).toBe(false);
    const id = el.attributes['w:id'];
    if (id !== undefined && !/comment|RangeEnd|bookmarkEnd|footnote/i.test(el.name)) {
      expect(ids.has(id)).toBe(false);
      ids.add(id);
    }
    if (el.name === 'w:bookmarkStart') {
      const name = el.attributes['w:name'] ?? '';
      expect(name).toMatch(/^cw_\w{1,37}$/);
      expect(names.has(name.toLowerCase())).toBe(false);
      names.add(name.toLowerCase());
    }
    for (const one of elements(el)) visit(one, deleted || el.name === 'w:del');
  };
  visit(root, false);
}

test('every part of a Word file is well-formed, in the order of the schema, its ids unique', async () => {
  const check = async (bytes: Uint8Array): Promise<void> => {
    for (const content of (await readZip(bytes, 'x')).values())
      checkXml(parseXml(new TextDecoder().decode(content)));
  };
  await check(cleanDocx(side('a', evilText(''))));
  await fc.assert(
    fc.asyncProperty(fc.oneof(editedPairArb(), editedPairArb(3, wildTextArb)), async ({ base, target }) => {
      await check(redlineDocx(redline(side('a', base), side('b', target)), details));
      await check(cleanDocx(side('b', target)));
    }),
    { numRuns: runs(25) },
  );
});

test('a file that does not say what it should is found out', () => {
  const [base, target] = [side('a', evilText('')), side('b', evilText(' more'))];
  const read = { base: ['another title'], target: [] };
  const found = compareLines(read, base, target);
  expect(found.map((one) => [one.side, one.line, one.found])).toEqual([
    ['base', 1, 'another title'],
    ['target', 1, null],
  ]);
});

test('a cell whose last paragraph went or came keeps the end of its last paragraph', async () => {
  const cellOf = (...lines: string[]): Text => {
    const paragraphs = lines.map((line) => schema.nodes.paragraph.create(null, schema.text(line)));
    const cell = schema.nodes.table_cell.create(null, paragraphs);
    const table = schema.nodes.table.create(null, schema.nodes.table_row.create(null, cell));
    const body = schema.nodes.doc.create(null, table);
    return {
      name: 'code',
      meta: defaultMeta,
      outline: [{ id: 'a', children: [] }],
      clauses: new Map([['a', makeClause({ id: 'a', kind: 'provision', body })]]),
      findings: [],
    };
  };
  const short = cellOf('Keep the gauge dry.');
  const long = cellOf('Keep the gauge dry.', 'Read it weekly.', 'Write the reading down.');
  const other = cellOf('Keep the gauge dry.', 'Nothing of this was there.');
  for (const [base, target] of [
    [short, long],
    [long, short],
    [long, other],
    [other, long],
  ] as const) {
    const value = redline(side('a', base), side('b', target));
    const bytes = await exportRedline(value, 'docx', details);
    const document = (await readZip(bytes, 'x')).get('word/document.xml');
    checkXml(parseXml(new TextDecoder().decode(document)));
  }
});
