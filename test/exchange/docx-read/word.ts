import { writeZip } from '../../../src/exchange/zip.ts';

const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Parts of a Word file beside the body: the inside of the part's root element. */
export interface Parts {
  readonly styles?: string;
  readonly numbering?: string;
  readonly footnotes?: string;
  readonly comments?: string;
  readonly header?: string;
  /** More relations of the main part, as XML. */
  readonly relations?: string;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

const roots: Readonly<Record<string, string>> = { header: 'hdr' };

/** A small Word file. */
export function wordFile(body: string, parts: Parts = {}): Uint8Array {
  const kinds = ['styles', 'numbering', 'footnotes', 'comments', 'header'] as const;
  const given = kinds.filter((kind) => parts[kind] !== undefined);
  const part = (name: string, inside: string): Uint8Array =>
    encode(`<w:${name} xmlns:w="${w}" xmlns:r="${r}">${inside}</w:${name}>`);
  const relations = given.map(
    (kind) => `<Relationship Id="${kind}" Type="${office}/${kind}" Target="${kind}.xml"/>`,
  );
  return writeZip([
    {
      path: '_rels/.rels',
      data: encode(
        `<Relationships xmlns="${packages}"><Relationship Id="a" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
      ),
    },
    { path: 'word/document.xml', data: part('document', `<w:body>${body}</w:body>`) },
    {
      path: 'word/_rels/document.xml.rels',
      data: encode(
        `<Relationships xmlns="${packages}">${relations.join('')}${parts.relations ?? ''}</Relationships>`,
      ),
    },
    ...given.map((kind) => ({
      path: `word/${kind}.xml`,
      data: part(roots[kind] ?? kind, parts[kind] ?? ''),
    })),
    ...Object.entries(parts.files ?? {}).map(([path, data]) => ({ path, data })),
  ]);
}

export const run = (words: string, props = ''): string =>
  `<w:r><w:rPr>${props}</w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
export const p = (words: string, props = ''): string => `<w:p><w:pPr>${props}</w:pPr>${run(words)}</w:p>`;
export const numbered = (words: string, level: number, numId = 1): string =>
  p(words, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`);
export const level = (at: number, format: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
export const tracked = (kind: 'ins' | 'del', inside: string): string =>
  `<w:${kind} w:id="1" w:author="A">${kind === 'del' ? inside.replaceAll('w:t>', 'w:delText>').replaceAll('<w:t ', '<w:delText ') : inside}</w:${kind}>`;
export const mark = (kind: 'ins' | 'del'): string => `<w:rPr><w:${kind} w:id="1" w:author="A"/></w:rPr>`;
