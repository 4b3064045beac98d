import { itemLabel } from '../prefix.ts';
import { tidyLines } from '../lines.ts';
import { readZip } from '../zip.ts';
import { child, elements, parseXml, type XmlElement } from './xml-tree.ts';

type SideName = 'base' | 'target';

/**
 * Both sides of a Word file we wrote, read from its bytes: all changes rejected, all accepted. A clean copy says
 * the same on both. List numbers are computed from the file's own definitions.
 */
export async function readBackDocx(bytes: Uint8Array): Promise<{ base: string[]; target: string[] }> {
  const parts = await readZip(bytes, 'the file just written');
  const part = (name: string): XmlElement | null => {
    const content = parts.get(`word/${name}.xml`);
    return content === undefined ? null : parseXml(new TextDecoder().decode(content));
  };
  const document = part('document');
  if (!document) throw new Error('the file has no document in it');
  const body = child(document, 'w:body');
  const read = (side: SideName): string[] => {
    const reader = new Reader(side, part('numbering'), part('footnotes'));
    return reader.lines(body);
  };
  return { base: read('base'), target: read('target') };
}

class Reader {
  readonly #gone: ReadonlySet<string>;
  readonly #lists: ReadonlyMap<string, ListNumbers>;
  readonly #notes: ReadonlyMap<string, XmlElement>;
  readonly #out: string[] = [];
  #waiting: string[] = [];
  #open = '';

  constructor(side: SideName, numbering: XmlElement | null, footnotes: XmlElement | null) {
    this.#gone = new Set(side === 'base' ? ['w:ins', 'w:moveTo'] : ['w:del', 'w:moveFrom']);
    this.#lists = readLists(numbering);
    this.#notes = new Map(
      elements(footnotes ?? undefined).map((note) => [note.attributes['w:id'] ?? '', note]),
    );
  }

  lines(body: XmlElement | undefined): string[] {
    this.#blocks(body);
    this.#flush();
    this.#footnotes();
    return tidyLines(this.#out);
  }

  #flush(): void {
    if (this.#open !== '') this.#out.push(this.#open);
    this.#open = '';
  }

  /** Footnotes stand at the end of their clause: before the next one begins. */
  #footnotes(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const id of waiting) this.#blocks(this.#notes.get(id));
  }

  #blocks(parent: XmlElement | undefined): void {
    for (const one of elements(parent)) {
      if (one.name === 'w:p') this.#paragraph(one);
      else if (one.name === 'w:tbl') {
        for (const row of elements(one).filter((el) => el.name === 'w:tr')) {
          if (this.#marked(child(row, 'w:trPr'))) continue;
          for (const tc of elements(row).filter((el) => el.name === 'w:tc')) {
            this.#blocks(tc);
            this.#flush();
          }
        }
      }
    }
  }

  #marked(props: XmlElement | undefined): boolean {
    return elements(props).some((one) => this.#gone.has(one.name));
  }

  #paragraph(paragraph: XmlElement): void {
    const starts = elements(paragraph).some(
      (one) => one.name === 'w:bookmarkStart' && one.attributes['w:name']?.startsWith('cw_') === true,
    );
    if (starts) this.#footnotes();
    const pPr = child(paragraph, 'w:pPr');
    const numPr = child(pPr, 'w:numPr');
    if (numPr) {
      const list = this.#lists.get(child(numPr, 'w:numId')?.attributes['w:val'] ?? '');
      this.#open += list?.next() ?? '';
    }
    this.#open += this.#words(paragraph);
    if (this.#marked(child(pPr, 'w:rPr'))) return;
    this.#out.push(this.#open);
    this.#open = '';
  }

  #words(of: XmlElement): string {
    return elements(of)
      .map((one): string => {
        if (this.#gone.has(one.name)) return '';
        switch (one.name) {
          case 'w:pPr':
          case 'w:rPr':
            return '';
          case 'w:r':
            return this.#run(one);
          default:
            return this.#words(one);
        }
      })
      .join('');
  }

  #run(run: XmlElement): string {
    const styled = child(child(run, 'w:rPr'), 'w:rStyle')?.attributes['w:val'];
    const note = child(run, 'w:footnoteReference');
    if (note) this.#waiting.push(note.attributes['w:id'] ?? '');
    if (styled === 'FootnoteReference') return '';
    return elements(run)
      .map((one) => {
        if (one.name === 'w:t' || one.name === 'w:delText')
          return one.children.filter((text) => typeof text === 'string').join('');
        if (one.name === 'w:tab') return '\t';
        if (one.name === 'w:br') return '\n';
        if (one.name === 'w:drawing') {
          const inline = elements(one)[0];
          return `[image: ${child(inline, 'wp:docPr')?.attributes['descr'] ?? ''}] `;
        }
        return '';
      })
      .join('');
  }
}

interface ListNumbers {
  next(): string;
}

function readLists(numbering: XmlElement | null): Map<string, ListNumbers> {
  const parts = elements(numbering ?? undefined);
  const levels = new Map(
    parts
      .filter((one) => one.name === 'w:abstractNum')
      .map((one) => [one.attributes['w:abstractNumId'] ?? '', child(one, 'w:lvl')]),
  );
  const out = new Map<string, ListNumbers>();
  for (const num of parts.filter((one) => one.name === 'w:num')) {
    const level = levels.get(child(num, 'w:abstractNumId')?.attributes['w:val'] ?? '');
    const value = (name: string): string => child(level, name)?.attributes['w:val'] ?? '';
    let n = Number(value('w:start')) - 1;
    const text = value('w:lvlText');
    const style = styleNames[value('w:numFmt')];
    out.set(num.attributes['w:numId'] ?? '', {
      next: () => {
        n++;
        const label =
          style === undefined ? text : text.replace(/%\d/, () => itemLabel({ style, delimiter: '' }, n));
        return `${label} `;
      },
    });
  }
  return out;
}

const styleNames: Readonly<Record<string, string>> = {
  decimal: 'decimal',
  lowerLetter: 'alpha',
  upperLetter: 'Alpha',
  lowerRoman: 'roman',
  upperRoman: 'Roman',
};
