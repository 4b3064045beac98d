import { escape } from '../printable.ts';
import { writeArchive } from './archive.ts';
import { stylesXml } from './styles.ts';
import { declaration, namespaces } from './xml.ts';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly external?: boolean;
}

export interface WordFile {
  readonly language: string;
  readonly title: string;
  /** ISO 8601; stands in the properties where given. */
  readonly date: string | null;
  /** The children of `w:body`, without the section's properties. */
  readonly body: string;
  /** Whole parts besides the document: `comments`, `footnotes`, `numbering`. */
  readonly parts: Readonly<Partial<Record<'comments' | 'footnotes' | 'numbering', string>>>;
  readonly links: readonly Relationship[];
  readonly media?: ReadonlyMap<string, Uint8Array>;
}

const relationships = (list: readonly Relationship[]): string =>
  `${declaration}<Relationships xmlns="${packages}/relationships">${list
    .map(
      (one) =>
        `<Relationship Id="${one.id}" Type="${one.type}" Target="${escape(one.target)}"${one.external ? ' TargetMode="External"' : ''}/>`,
    )
    .join('')}</Relationships>`;

const languageTag = (language: string): string =>
  /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(language) ? language : 'en-GB';

/** The bytes of a Word file; no names of people, no time but the one given. */
export function packWord(file: WordFile): Uint8Array {
  const language = languageTag(file.language);
  const extra = (['comments', 'footnotes', 'numbering'] as const).filter(
    (name) => file.parts[name] !== undefined,
  );
  const types = `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="${word}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${word}.styles+xml"/><Override PartName="/word/settings.xml" ContentType="${word}.settings+xml"/>${extra
    .map((name) => `<Override PartName="/word/${name}.xml" ContentType="${word}.${name}+xml"/>`)
    .join(
      '',
    )}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`;
  const date = file.date === null ? null : utc(file.date);
  const stamp = (name: string): string =>
    date === null ? '' : `<dcterms:${name} xsi:type="dcterms:W3CDTF">${date}</dcterms:${name}>`;
  const core = `${declaration}<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escape(file.title)}</dc:title>${stamp('created')}${stamp('modified')}<dc:language>${language}</dc:language></cp:coreProperties>`;
  const footnotes =
    file.parts.footnotes === undefined
      ? ''
      : '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>';
  const settings = `${declaration}<w:settings ${namespaces}><w:zoom w:percent="100"/>${footnotes}<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="${language}"/></w:settings>`;
  const section =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>';
  const document = `${declaration}<w:document ${namespaces}><w:body>${file.body}${section}</w:body></w:document>`;
  const own: Relationship[] = ['styles', 'settings', ...extra].map((name) => ({
    id: `p_${name}`,
    type: `${office}/${name}`,
    target: `${name}.xml`,
  }));
  return writeArchive(
    new Map<string, string | Uint8Array>([
      ['[Content_Types].xml', types],
      [
        '_rels/.rels',
        relationships([
          { id: 'rId1', type: `${office}/officeDocument`, target: 'word/document.xml' },
          {
            id: 'rId2',
            type: `${packages}/relationships/metadata/core-properties`,
            target: 'docProps/core.xml',
          },
        ]),
      ],
      ['docProps/core.xml', core],
      ['word/document.xml', document],
      ['word/_rels/document.xml.rels', relationships([...own, ...file.links])],
      ['word/styles.xml', stylesXml(language)],
      ['word/settings.xml', settings],
      ...extra.map((name): [string, string] => [`word/${name}.xml`, file.parts[name] ?? '']),
      ...[...(file.media ?? [])].map(([name, bytes]): [string, Uint8Array] => [`word/media/${name}`, bytes]),
    ]),
  );
}

/** `2026-03-14T09:30:00Z`, whatever offset it came with; the text itself where it is no date. */
export function utc(date: string): string {
  const at = Date.parse(date);
  return Number.isNaN(at) ? '1980-01-01T00:00:00Z' : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export const hyperlink = (id: string, target: string): Relationship => ({
  id,
  type: `${office}/hyperlink`,
  target,
  external: true,
});
export const imageRelation = (id: string, name: string): Relationship => ({
  id,
  type: `${office}/image`,
  target: `media/${name}`,
});
