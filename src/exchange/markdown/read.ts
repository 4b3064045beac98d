import { parseDocument } from 'htmlparser2';
import { parseDocument as parseYaml } from 'yaml';
import { readDom } from '../html/dom-blocks.ts';
import type { SourceDocument, SourceNote } from '../source.ts';
import { withoutKramdown } from './kramdown.ts';
import { renderer } from './renderer.ts';

/** Reads Markdown as governments write it: CommonMark, tables, footnotes, HTML, some kramdown. Keeps every word. */
export function readMarkdown(text: string, _fileName: string): SourceDocument {
  const front = frontMatter(text);
  const lines = withoutKramdown(front.rest);
  const lineOf = (line: number): number => (lines.lineOf[line] ?? line + 1) + front.lines;
  const html = renderer(lineOf).render(lines.text, {});
  const dom = parseDocument(html, { withStartIndices: true, withEndIndices: true });
  const read = readDom(dom.children, { source: html, lineAt: null, softLines: true });
  const shifted = lines.notes.map((note) => ({ ...note, place: moved(note.place, front.lines) }));
  return {
    title: front.title || read.title,
    blocks: read.blocks,
    notes: [...front.notes, ...shifted, ...read.notes],
    assets: new Map(),
  };
}

const moved = (place: string, by: number): string =>
  by === 0 ? place : place.replace(/\d+/, (number) => String(Number(number) + by));

interface Front {
  readonly title: string;
  readonly rest: string;
  readonly lines: number;
  readonly notes: readonly SourceNote[];
}

/** Takes the YAML head off a file; only its title has a place in the text, the other keys are reported. */
function frontMatter(text: string): Front {
  const none: Front = { title: '', rest: text, lines: 0, notes: [] };
  const match = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text.slice(0, 100_000));
  if (!match) return none;
  const document = parseYaml(match[1] ?? '');
  const value: unknown = document.errors.length === 0 ? document.toJS({ maxAliasCount: 0 }) : null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return none;
  const entries = Object.entries(value);
  const title = entries.find(([key]) => key.toLowerCase() === 'title')?.[1];
  const others = entries.map(([key]) => key).filter((key) => key.toLowerCase() !== 'title');
  const notes: SourceNote[] =
    others.length === 0
      ? []
      : [
          {
            place: 'line 1',
            kind: 'left-out',
            message: `Keys of the file's head were left out: ${others.join(', ')}.`,
          },
        ];
  return {
    title: typeof title === 'string' ? title : '',
    rest: text.slice(match[0].length),
    lines: match[0].split('\n').length - 1,
    notes,
  };
}
