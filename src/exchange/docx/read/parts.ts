import { Failure } from '../../../model/failure.ts';
import { childrenNamed, readXml, type XmlElement } from '../../xml.ts';
import { readZip } from '../../zip.ts';

const officeBase = 'http://schemas.openxmlformats.org';
const strict = 'http://purl.oclc.org/ooxml';
const prefixes: Readonly<Record<string, string>> = {
  [`${officeBase}/wordprocessingml/2006/main`]: 'w',
  [`${strict}/wordprocessingml/main`]: 'w',
  [`${officeBase}/officeDocument/2006/relationships`]: 'r',
  [`${strict}/officeDocument/relationships`]: 'r',
  [`${officeBase}/officeDocument/2006/math`]: 'm',
  [`${strict}/officeDocument/math`]: 'm',
  [`${officeBase}/markup-compatibility/2006`]: 'mc',
  [`${officeBase}/drawingml/2006/main`]: 'a',
  [`${strict}/drawingml/main`]: 'a',
  [`${officeBase}/drawingml/2006/picture`]: 'pic',
  [`${strict}/drawingml/picture`]: 'pic',
  [`${officeBase}/drawingml/2006/wordprocessingDrawing`]: 'wp',
  [`${strict}/drawingml/wordprocessingDrawing`]: 'wp',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
  [`${officeBase}/package/2006/relationships`]: 'rel',
  'http://purl.org/dc/elements/1.1/': 'dc',
};

interface Relation {
  readonly type: string;
  /** A path in the archive, or an address where it is external. */
  readonly target: string;
  readonly external: boolean;
}

/** One XML file of a Word file with what its `r:id`s stand for. */
export interface Part {
  readonly path: string;
  readonly root: XmlElement;
  readonly relations: ReadonlyMap<string, Relation>;
}

export interface WordParts {
  readonly fileName: string;
  readonly paths: readonly string[];
  readonly main: Part;
  /** The parts that the main part points at by the last word of the relation's type (`styles`, `footnotes`). */
  readonly related: (kind: string) => readonly Part[];
  readonly bytes: (path: string) => Uint8Array | undefined;
  /** A part that stands on its own, such as the properties. */
  readonly alone: (path: string) => XmlElement | undefined;
}

/**
 * Opens a Word file's archive and finds its main document.
 *
 * @throws the Failures of `readZip` and `readXml`; `docx-no-document` where it is an archive of something else
 */
export async function openWord(bytes: Uint8Array, fileName: string): Promise<WordParts> {
  const files = new Map(
    [...(await readZip(bytes, fileName))].map(([path, data]) => [path.toLowerCase(), data]),
  );
  const bytesOf = (path: string): Uint8Array | undefined => files.get(path.toLowerCase());
  const alone = (path: string): XmlElement | undefined => {
    const data = bytesOf(path);
    return data && readXml(data, `${fileName} (${path})`, prefixes);
  };
  const relations = (path: string): ReadonlyMap<string, Relation> => {
    const cut = path.lastIndexOf('/') + 1;
    const root = alone(`${path.slice(0, cut)}_rels/${path.slice(cut)}.rels`);
    return new Map(
      childrenNamed(root, 'rel:Relationship').map(({ attrs }) => {
        const external = attrs['TargetMode'] === 'External';
        const target = attrs['Target'] ?? '';
        const type = (attrs['Type'] ?? '').split('/').at(-1) ?? '';
        return [attrs['Id'] ?? '', { type, external, target: external ? target : join(path, target) }];
      }),
    );
  };
  const part = (path: string): Part | undefined => {
    const root = alone(path);
    return root && { path, root, relations: relations(path) };
  };
  const named = [...relations('').values()].find(({ type }) => type === 'officeDocument')?.target;
  const main = part(named ?? 'word/document.xml');
  if (main?.root.name !== 'w:document')
    throw new Failure(
      'docx-no-document',
      `${fileName} is an archive but holds no Word document: choose a .docx file.`,
      { file: fileName },
    );
  return {
    fileName,
    paths: [...files.keys()],
    main,
    related: (kind) =>
      [...main.relations.values()].flatMap(({ type, target, external }) => {
        const found = type === kind && !external ? part(target) : undefined;
        return found ? [found] : [];
      }),
    bytes: bytesOf,
    alone,
  };
}

/** A relation's target as a path in the archive. */
function join(from: string, target: string): string {
  const path = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
