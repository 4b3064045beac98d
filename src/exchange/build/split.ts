import type { Node } from 'prosemirror-model';
import { schema } from '../../model/schema.ts';
import { cutStart, joinLines, leadText, linesOf, paragraphOf } from './inline.ts';
import { markerOf, opens, valueIn } from './lettered.ts';
import { numberAt, follows } from './number.ts';

/**
 * One source paragraph as the paragraphs its lines mean: a line starts a new one where it prints the next letter
 * of a run, the next multi-part number, a note's label or an actor line. Other line ends are spaces.
 */
export function splitLines(content: readonly Node[]): Node[] {
  const lines = linesOf(content);
  if (lines.length === 1) return [paragraphOf(content)];
  const texts = lines.map((line) => leadText(paragraphOf(line)));
  const markers = texts.map((text) => markerOf(text));
  const seconds = new Set(
    markers.flatMap((m) => (m && /^(b|ii)$/.test(m.letters) ? [m.letters + m.delimiter] : [])),
  );
  const numbers = texts.map((text) => numberAt(text));
  const groups: Node[][][] = [];
  let lastNumber = numbers[0] ?? null;
  const runs: { style: 'alpha' | 'roman'; delimiter: string; value: number }[] = [];
  lines.forEach((line, index) => {
    const marker = markers[index] ?? null;
    const number = numbers[index] ?? null;
    let starts =
      index === 0 ||
      /^(NOTE|EXAMPLE)( \d+)?:/.test(texts[index] ?? '') ||
      actorStart.test(texts[index] ?? '');
    if (marker) {
      const at = runs.findLastIndex(
        (run) => run.delimiter === marker.delimiter && valueIn(marker, run.style) === run.value + 1,
      );
      const style = opens(marker);
      if (at >= 0) {
        runs.length = at + 1;
        const run = runs[at];
        if (run) run.value++;
        starts = true;
      } else if (style && (index === 0 || seconds.has((style === 'alpha' ? 'b' : 'ii') + marker.delimiter))) {
        runs.push({ style: style === 'alpha' ? 'alpha' : 'roman', delimiter: marker.delimiter, value: 1 });
        starts = true;
      }
    }
    if (number && lastNumber && number.parts.length > 1 && follows(lastNumber, number)) starts = true;
    if (starts && number) lastNumber = number;
    if (starts) groups.push([line]);
    else groups.at(-1)?.push(line);
  });
  return groups.map((group) => paragraphOf(joinLines(group))).filter((block) => block.childCount > 0);
}

const actorStart = /^(primarily applies|applies primarily) to\b/i;
const labelled =
  /^(note|example)(?: (\d+|[a-z]))?[ \u00a0]?(?::|[ \u00a0][\u2013\u2014-](?=[ \u00a0])|$)[ \u00a0]*/i;

/** `NOTE:`, `Example 2:` at the start of a paragraph, as the kind of block it makes. */
function noteLabel(text: string): { readonly kind: 'note' | 'example'; readonly length: number } | null {
  const match = labelled.exec(text);
  if (!match) return null;
  return { kind: (match[1] ?? '').toLowerCase() === 'note' ? 'note' : 'example', length: match[0].length };
}

/** A labelled paragraph as a note or example without its label (labels are computed); others as they are. */
export function asNote(block: Node): Node {
  if (block.type.name !== 'paragraph') return block;
  const label = noteLabel(leadText(block));
  if (!label) return block;
  const rest = cutStart(block, label.length);
  return rest.childCount === 0 ? block : schema.node(label.kind, null, [rest]);
}

/** A quotation that is headed as a note is a note. */
export function quoteOrNote(blocks: readonly Node[]): Node {
  const first = blocks[0];
  if (first?.type.name === 'note' || first?.type.name === 'example')
    return first.copy(first.content.append(schema.node('doc', null, blocks.slice(1)).content));
  const text = first?.type.name === 'paragraph' ? leadText(first) : '';
  const label = noteLabel(text) ?? noteLabel(text.replace(/^\[!(note|example)\]/i, '$1:'));
  if (first && label) {
    const length = text.startsWith('[!') ? text.indexOf(']') + 1 : label.length;
    const rest = cutStart(first, length);
    const inner = rest.childCount === 0 ? blocks.slice(1) : [rest, ...blocks.slice(1)];
    if (inner.length > 0) return schema.node(label.kind, null, inner);
  }
  return schema.node('block_quote', null, blocks);
}
