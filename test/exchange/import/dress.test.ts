import { describe, expect, test } from 'vitest';
import { buildText } from '../../../src/exchange/build/build.ts';
import { decode } from '../../../src/exchange/decode.ts';
import { readHtml } from '../../../src/exchange/html/read-source.ts';
import { readMarkdown } from '../../../src/exchange/markdown/read.ts';
import { readPlain } from '../../../src/exchange/plain/read.ts';
import type { SourceDocument } from '../../../src/exchange/source.ts';
import { bodyText, byId } from '../../../src/model/plain.ts';
import { placedClauses } from '../../../src/model/text.ts';

/** The tree as lines: depth, kind, printed number, heading, actors, text. */
function tree(source: SourceDocument): string[] {
  return placedClauses(buildText(source, { name: 'code', seed: 's' }).text).map(({ clause, depth }) =>
    [
      '  '.repeat(depth) + clause.kind,
      clause.printed ?? '-',
      clause.heading,
      [...clause.actors, ...clause.sources.map((one) => `<${one}>`)].join('+'),
      bodyText(clause.body, byId).replaceAll('\n', ' / '),
    ].join('|'),
  );
}
const md = (text: string): string[] => tree(readMarkdown(text, 'x.md'));

describe('numbered provisions in any dress', () => {
  const want = [
    'principle|1|Keep keys safe||',
    '  provision|1.1||Makers+Data Keepers|Makers shall lock doors.',
    '    provision|1.1.1|||Locks should be new.',
    '  provision|1.2|||Makers should keep a list.',
  ];
  const strip = (lines: readonly string[]): string[] =>
    lines.map((line) => line.replace(/\|([\d.]+)\.\|/, '|$1|'));
  const dresses: Readonly<Record<string, string>> = {
    bold: '## 1 Keep keys safe\n\n**1.1** Makers shall lock doors.\n\n*Primarily applies to: Makers and Data Keepers.*\n\n**1.1.1** Locks should be new.\n\n**1.2** Makers should keep a list.\n',
    plain:
      '## 1. Keep keys safe\n\n1.1. Makers shall lock doors.\n\nApplies to: Makers, and Data Keepers\n\n1.1.1. Locks should be new.\n\n1.2. Makers should keep a list.\n',
    lines:
      '## 1. Keep keys safe\n\n1.1 Makers shall lock doors.\nPrimarily applies to: Makers and Data Keepers\n\n1.1.1 Locks should\nbe new.\n1.2 Makers should keep a list.\n',
  };
  for (const [name, text] of Object.entries(dresses)) test(name, () => expect(strip(md(text))).toEqual(want));

  test('list items, nested', () =>
    expect(
      md(
        '## 1. Keep keys safe\n\n- 1.1 Makers shall lock doors.\n  - 1.1.1 Locks should be new.\n- **1.2** Makers should keep a list.\n',
      ),
    ).toEqual([
      'principle|1.|Keep keys safe||',
      '  provision|1.1|||Makers shall lock doors.',
      '    provision|1.1.1|||Locks should be new.',
      '  provision|1.2|||Makers should keep a list.',
    ]));

  test('rows of a table', () =>
    expect(
      md(
        '## Principle 2: Watch\n\n| No. | Text | Status |\n|---|---|---|\n| 2.1 | Makers shall watch. | Required |\n| 2.2 | Makers may rest. | Advice |\n',
      ),
    ).toEqual([
      'principle|Principle 2:|Watch||No. | Text',
      '  provision|2.1|||Makers shall watch. / Status: Required',
      '  provision|2.2|||Makers may rest. / Status: Advice',
    ]));

  test('a heading in bold after the number', () =>
    expect(md('## 1 Doors\n\n**1.1.** **Locks.** Doors shall lock.\n')).toEqual([
      'principle|1|Doors||',
      '  provision|1.1.|Locks||Doors shall lock.',
    ]));

  test('quantities and years in prose are no provisions', () =>
    expect(
      md('## 1 Scale\n\n1.5 million users are many.\n\n2024 was a year.\n\n3 of the doors were open.\n'),
    ).toEqual([
      'section|1|Scale||1.5 million users are many. / 2024 was a year. / 3 of the doors were open.',
    ]));
});

describe('the tree', () => {
  test('printed numbers beat heading levels; phases gather principles', () =>
    expect(
      md(
        '# A Code\n\nBefore.\n\n## Design\n\n### Principle 1: One\n\n**1.1** The maker shall.\n\n## Run\n\n### Principle 2: Two\n\n**2.1** The keeper shall.\n',
      ),
    ).toEqual([
      'section|-|||Before.',
      'section|-|Design||',
      '  principle|Principle 1:|One||',
      '    provision|1.1|||The maker shall.',
      'section|-|Run||',
      '  principle|Principle 2:|Two||',
      '    provision|2.1|||The keeper shall.',
    ]));

  test('numbers nest whatever the heading marks say; annexes', () =>
    expect(
      md(
        '## 5 Rules\n\n## 5.1 Doors\n\n#### 5.1.1 Hinges\n\nText.\n\n**Provision 5.1.1-1** Hinges shall hold.\n\n**Provision 5.1.1-1.1** Oil may help.\n\n## Annex A (informative): Advice\n\n### A.1 Oil\n\nOil it.\n',
      ),
    ).toEqual([
      'section|5|Rules||',
      '  section|5.1|Doors||',
      '    section|5.1.1|Hinges||Text.',
      '      provision|Provision 5.1.1-1|||Hinges shall hold.',
      '        provision|Provision 5.1.1-1.1|||Oil may help.',
      'annex|Annex A (informative):|Advice||',
      '  section|A.1|Oil||Oil it.',
    ]));

  test('terms and references become clauses', () =>
    expect(
      md(
        '## 2 References\n\n[1] A book.\n\n[i.2] Another.\n\n## 3 Definitions\n\n**door**: a way in\n\n**lock** – what holds a door\n',
      ),
    ).toEqual([
      'section|2|References||',
      '  reference|[1]|||A book.',
      '  reference|[i.2]|||Another.',
      'section|3|Definitions||',
      '  term|-|door||a way in',
      '  term|-|lock||what holds a door',
    ]));

  test('sources beside an actor line', () =>
    expect(
      md(
        '## Principle 1: One\n\n*Primarily applies to: Makers, Keepers, and Users*\n\n[ABC 2022, DEF 2023].\n\nBecause.\n',
      ),
    ).toEqual(['principle|Principle 1:|One|Makers+Keepers+Users+<ABC 2022>+<DEF 2023>|Because.']));

  test('a list of contents stays as text', () =>
    expect(md('## Contents\n\n1.1 Doors\n\n1.2 Locks\n\n## 1 Doors and locks\n\nText.\n')).toEqual([
      'section|-|Contents||1.1 Doors / 1.2 Locks',
      'section|1|Doors and locks||Text.',
    ]));

  test('plain text and HTML give the same tree', () => {
    const want = ['provision|1.1|||Doors shall lock at night.', 'provision|1.2|||Locks shall hold.'];
    expect(tree(readPlain('1.1 Doors shall lock\nat night.\n1.2 Locks shall hold.\n', 'x.txt'))).toEqual(
      want,
    );
    expect(
      tree(readHtml('<p>1.1 Doors shall lock\n at night.</p><p>1.2 Locks shall hold.', 'x.html')),
    ).toEqual(want);
  });
});

describe('blocks', () => {
  const shapes = (source: SourceDocument): string[] => source.blocks.map((block) => block.node.toString());

  test('lettered lists, notes, footnotes, formulas and figures', () =>
    expect(
      shapes(
        readMarkdown(
          'a. one\nb. two\n   - deep\n\nc. three\n\nNOTE 1: mind\n\n> **Note:** this\n\nx[^1] y\n\n[^1]: foot\n\n$$a<b$$\n\n![alt](p.png "Words")\n',
          'x.md',
        ),
      ),
    ).toMatchInlineSnapshot(`
      [
        "ordered_list(list_item(paragraph("one")), list_item(paragraph("two"), bullet_list(list_item(paragraph("deep")))), list_item(paragraph("three")))",
        "note(paragraph("mind"))",
        "note(paragraph("this"))",
        "paragraph("x", footnote(paragraph("foot")), " y")",
        "formula("a<b")",
        "figure("Words")",
      ]
    `));

  test('nothing is dropped without a word', () => {
    const source = readMarkdown(
      '{::comment}\nhidden\n{:/comment}\n\nSay <your name> here.\n\n[^n]: never used\n\nEnd\n{:.big}\n',
      'x.md',
    );
    const text = source.blocks.map((block) => block.node.textContent).join('/');
    expect(text).toContain('<your name>');
    expect(text).toContain('never used');
    expect(text).not.toContain('hidden');
    expect(source.notes.map((note) => `${note.place} ${note.kind}`)).toEqual([
      'line 1 left-out',
      'line 10 left-out',
      'line 5 kept-as-text',
    ]);
  });

  test('cells beyond the header are kept after the table', () =>
    expect(shapes(readMarkdown('| a | b |\n|---|---|\n| 1 | 2 | three |\n', 'x.md'))).toEqual([
      'table(table_row(table_header(paragraph("a")), table_header(paragraph("b"))), table_row(table_cell(paragraph("1")), table_cell(paragraph("2"))))',
      'paragraph("three")',
    ]));

  test('same import, same ids; equal clauses, two ids', () => {
    const source = readMarkdown('## Same\n\nx\n\n## Same\n\nx\n', 'x.md');
    const ids = (): string[] => [...buildText(source, { name: 'a', seed: 's' }).text.clauses.keys()];
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
  });

  test('files that are no text are refused', () => {
    expect(() => decode(new TextEncoder().encode('%PDF-1.7 x'), 'x.md')).toThrow(/PDF/);
    expect(() => decode(new Uint8Array(), 'x.md')).toThrow(/empty/);
    expect(decode(new Uint8Array([0x93, 0x61, 0x94]), 'x.md')).toMatchObject({ text: '\u201ca\u201d' });
  });
});

test('many clauses import in seconds', () => {
  const runs = Number(process.env['CLAUSEWRIGHT_RUNS'] ?? 1000);
  const parts: string[] = ['# Big'];
  for (let n = 1; parts.length < runs; n++) {
    parts.push(`## ${n}. Heading ${n}`);
    for (let m = 1; m <= 9; m++) parts.push(`**${n}.${m}** ${'Words shall stand here. '.repeat(24)}`);
  }
  const text = parts.join('\n\n');
  const before = performance.now();
  const clauses = md(text).length;
  const took = performance.now() - before;
  expect(clauses).toBe(parts.length - 1);
  expect(took).toBeLessThan(runs * 4);
});
