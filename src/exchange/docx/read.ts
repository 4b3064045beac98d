import type { SourceDocument, SourceNote } from '../source.ts';
import { child, childrenNamed, descendants, elements, textOf, type XmlElement } from '../xml.ts';
import { nestedBlocks, placeInNumbering, readBlocks } from './read/blocks.ts';
import type { Context, Story, StoryElement } from './read/context.ts';
import { readNumbering } from './read/numbering.ts';
import { openWord, type Part, type WordParts } from './read/parts.ts';
import { settle, type Changes } from './read/revisions.ts';
import { readStyles, val } from './read/styles.ts';

/**
 * A Word document as blocks of our schema, with tracked changes all accepted or all rejected. Automatic numbers are
 * computed; what has no place in a clause stands in the notes.
 *
 * @throws Failure of the archive (`zip-…`, `too-large`), of its XML (`xml-…`) or `docx-no-document`
 */
export async function readDocx(
  bytes: Uint8Array,
  fileName: string,
  { changes }: { readonly changes: Changes },
): Promise<SourceDocument> {
  const parts = await openWord(bytes, fileName);
  const styles = readStyles(parts.related('styles')[0]?.root);
  const main = settle(parts.main.root, changes);
  const footnotes = storiesOf(parts, 'footnote', changes);
  const endnotes = storiesOf(parts, 'endnote', changes);
  const numbering = readNumbering(
    parts.related('numbering')[0]?.root,
    (style) => styles(style).numbering.numId,
    (levelOfStyle) =>
      descendants(main, 'w:p').flatMap((paragraph) => {
        const props = child(paragraph, 'w:pPr');
        return placeInNumbering(props, styles(val(child(props, 'w:pStyle'))), levelOfStyle) ?? [];
      }),
  );
  const context: Context = {
    parts,
    styles,
    numbering,
    footnotes,
    endnotes,
    notes: [],
    assets: new Map(),
    paragraph: 0,
  };
  const story: Story = { context, part: parts.main, fields: [], blocksOf: nestedBlocks };
  const body = child(main, 'w:body');
  const blocks = body ? readBlocks(body, story) : [];
  return {
    title: titleOf(body, parts, styles),
    blocks,
    notes: [...context.notes, ...notesOnParts(parts)],
    assets: context.assets,
  };
}

function storiesOf(
  parts: WordParts,
  kind: 'footnote' | 'endnote',
  changes: Changes,
): ReadonlyMap<string, StoryElement> {
  const entries = (part: Part): (readonly [string, StoryElement])[] =>
    childrenNamed(settle(part.root, changes), `w:${kind}`).map((root) => [
      root.attrs['w:id'] ?? '',
      { part, root },
    ]);
  return new Map(parts.related(`${kind}s`).flatMap(entries));
}

/** The words of the first paragraph in the style Title, else the title among the file's properties. */
function titleOf(
  body: XmlElement | undefined,
  parts: WordParts,
  styles: ReturnType<typeof readStyles>,
): string {
  const styled = childrenNamed(body, 'w:p').find((paragraph) =>
    styles(val(child(child(paragraph, 'w:pPr'), 'w:pStyle'))).names.includes('title'),
  );
  const words = styled && descendants(styled, 'w:t').map(textOf).join('').trim();
  const properties = parts.alone('docProps/core.xml');
  const property = child(properties, 'dc:title');
  return words || (property ? textOf(property).trim() : '');
}

/** What lies in other parts of the file and does not come into clauses. */
function notesOnParts(parts: WordParts): SourceNote[] {
  const out: SourceNote[] = [];
  const leaveOut = (message: string): void => {
    out.push({ place: 'document', kind: 'left-out', message });
  };
  const comments = parts.related('comments').flatMap(({ root }) => childrenNamed(root, 'w:comment')).length;
  if (comments > 0) leaveOut(`${comments === 1 ? 'One comment was' : `${comments} comments were`} left out.`);
  for (const kind of ['header', 'footer'] as const) {
    const texts = parts.related(kind).map(({ root }) => wordsOf(root));
    for (const words of new Set(texts))
      if (words !== '') leaveOut(`A page ${kind} was left out: "${words.slice(0, 120)}".`);
  }
  if (parts.paths.some((path) => path.endsWith('vbaproject.bin')))
    leaveOut('The document contains macros; they were left out and not run.');
  for (const { type, target, external } of parts.main.relations.values())
    if (external && type !== 'hyperlink')
      leaveOut(`A part that lies outside the file was not fetched (${type}: ${target}).`);
  return out;
}

const wordsOf = (root: XmlElement): string =>
  elements(root)
    .map((block) => descendants(block, 'w:t').map(textOf).join(''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
