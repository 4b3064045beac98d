import type { Node } from 'prosemirror-model';
import { schema } from '../../model/schema.ts';
import { joinLettered } from '../build/lettered.ts';
import { asNote, splitLines } from '../build/split.ts';
import type { SourceBlock, SourceDocument } from '../source.ts';

/**
 * Reads plain text: blank lines part paragraphs, and a line that prints the next number or letter starts one of
 * its own. Nothing is guessed away: page headers and footnotes of pasted PDF text stay where they stand.
 */
export function readPlain(text: string, _fileName: string): SourceDocument {
  const blocks: SourceBlock[] = [];
  let gathered: string[] = [];
  let from = 1;
  const flush = (): void => {
    const words = gathered
      .map((line) => line.replace(/[ \t\f\v]+/g, ' ').trim())
      .filter((line) => line !== '');
    gathered = [];
    if (words.length === 0) return;
    for (const node of bulletsOrLines(words)) blocks.push(block(node, from));
  };
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') flush();
    else {
      if (gathered.length === 0) from = index + 1;
      gathered.push(line);
    }
  });
  flush();
  const joined = joinLettered(blocks, (entry, node) => ({ ...entry, node }));
  return {
    title: '',
    blocks: joined.map((one) => ({ ...one, node: asNote(one.node) })),
    notes: [],
    assets: new Map(),
  };
}

const block = (node: Node, line: number): SourceBlock => ({
  node,
  heading: null,
  number: '',
  anchors: [],
  place: `line ${line}`,
});

const bullet = /^[\u2022\u25cf\u25aa\u2023*-] +(?=\S)/;

/** A run of lines as paragraphs, or as a list where its first line is an item. */
function bulletsOrLines(lines: readonly string[]): Node[] {
  const first = lines.findIndex((line) => bullet.test(line));
  if (first < 0) return splitLines([schema.text(lines.join('\n'))]);
  const before = first > 0 ? splitLines([schema.text(lines.slice(0, first).join('\n'))]) : [];
  const items: string[] = [];
  for (const line of lines.slice(first))
    if (bullet.test(line)) items.push(line.replace(bullet, ''));
    else items[items.length - 1] += ` ${line}`;
  const nodes = items.map((item) =>
    schema.node('list_item', null, [schema.node('paragraph', null, [schema.text(item)])]),
  );
  return [...before, schema.node('bullet_list', null, nodes)];
}
