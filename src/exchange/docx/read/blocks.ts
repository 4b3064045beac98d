import type { Node } from 'prosemirror-model';
import { schema } from '../../../model/schema.ts';
import type { SourceBlock } from '../../source.ts';
import { child, elements, type XmlElement } from '../../xml.ts';
import { note, placeOf, type Context, type Story } from './context.ts';
import { readInlines } from './inline.ts';
import { listsOf, type Item } from './lists.ts';
import type { Numbering, Place } from './numbering.ts';
import { numberingUse, outlineHeading, val, type StyleFacts } from './styles.ts';
import { readTable } from './table.ts';

type Piece =
  | { readonly kind: 'block'; readonly block: SourceBlock }
  | {
      readonly kind: 'item';
      readonly item: Item;
      readonly anchors: readonly string[];
      readonly place: string;
    };

/** The blocks of a body in reading order; empty paragraphs are left away. */
export function readBlocks(body: XmlElement, story: Story): SourceBlock[] {
  const out: SourceBlock[] = [];
  const pieces = readPieces(elements(body), story);
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece?.kind === 'block') out.push(piece.block);
    if (piece?.kind !== 'item') continue;
    const items: Item[] = [];
    const anchors: string[] = [];
    for (let next: Piece | undefined = piece; next?.kind === 'item'; next = pieces[i]) {
      items.push(next.item);
      anchors.push(...next.anchors);
      i++;
    }
    i--;
    listsOf(items).forEach((node, at) => {
      out.push({ node, heading: null, number: '', anchors: at === 0 ? anchors : [], place: piece.place });
    });
  }
  return out;
}

/** Blocks inside a cell, a footnote or a text box, where numbers and headings have no place but the words. */
export function nestedBlocks(inside: readonly XmlElement[], story: Story): Node[] {
  const holder: XmlElement = { name: '', attrs: {}, children: inside };
  return readBlocks(holder, story).map(({ node, number }) => {
    if (number === '') return node;
    note(story.context, 'kept-as-text', `The automatic number ${number} was kept as words.`);
    return node.type.name === 'paragraph'
      ? schema.node('paragraph', null, [schema.text(`${number} `), ...node.children])
      : node;
  });
}

/** The place in a numbering definition that a paragraph or its style asks for. */
export function placeInNumbering(
  props: XmlElement | undefined,
  style: StyleFacts,
  levelOfStyle: Numbering['levelOfStyle'],
): Place | null {
  const own = numberingUse(props);
  const numId = own.numId ?? style.numbering.numId;
  if (numId === null || numId === '0') return null;
  const fromStyle = style.numbering.level ?? (own.numId === null ? levelOfStyle(numId, style.id) : 0);
  return { numId, level: own.level ?? fromStyle };
}

function readPieces(inside: readonly XmlElement[], story: Story): Piece[] {
  const { context } = story;
  const out: Piece[] = [];
  let waiting: string[] = [];
  for (const element of inside) {
    switch (element.name) {
      case 'w:p': {
        const { pieces, anchors } = readParagraph(element, story, waiting);
        out.push(...pieces);
        waiting = [...anchors];
        break;
      }
      case 'w:tbl': {
        const place = `paragraph ${context.paragraph + 1}`;
        const node = readTable(element, story);
        if (node) {
          out.push(block(node, place, { anchors: waiting }));
          waiting = [];
        }
        break;
      }
      case 'w:bookmarkStart': {
        const name = element.attrs['w:name'] ?? '';
        if (name !== '' && name !== '_GoBack') waiting.push(name);
        break;
      }
      case 'w:altChunk':
      case 'w:subDoc':
        note(context, 'left-out', 'A document that this one pulls in was left out: insert its text by hand.');
        break;
      case 'm:oMathPara':
      case 'm:oMath': {
        const { nodes } = readInlines({ name: 'w:p', attrs: {}, children: [element] }, story);
        if (nodes.length) out.push(block(schema.node('paragraph', null, nodes), placeOf(context), {}));
        break;
      }
      default:
        out.push(...readPieces(elements(element), story));
    }
  }
  return out;
}

const block = (node: Node, place: string, more: Partial<SourceBlock>): Piece => ({
  kind: 'block',
  block: { node, heading: null, number: '', anchors: [], place, ...more },
});

/** A paragraph's pieces, and the anchors that go to the next one because this one prints nothing. */
function readParagraph(
  paragraph: XmlElement,
  story: Story,
  waiting: readonly string[],
): { readonly pieces: readonly Piece[]; readonly anchors: readonly string[] } {
  const { context } = story;
  context.paragraph++;
  const place = placeOf(context);
  const props = child(paragraph, 'w:pPr');
  const style = context.styles(val(child(props, 'w:pStyle')));
  const own = outlineHeading(props);
  const heading = own === undefined ? style.heading : own;
  const at = placeInNumbering(props, style, context.numbering.levelOfStyle);
  const { nodes, anchors: here, boxes } = readInlines(paragraph, story);
  const anchors = [...waiting, ...here];
  const label = at ? context.numbering.next(at, heading !== null) : { kind: 'none' as const };
  if (/^toc [1-9]$/.test(style.names[0] ?? '')) {
    leaveOutContents(context);
    return { pieces: [], anchors };
  }
  const boxed = boxes.flatMap((box) => nestedBlocks(elements(box), story));
  if (boxed.length)
    note(context, 'changed', 'A text box was put after the paragraph that it is anchored to.');
  const blocks = nodes.length ? [textblock(nodes, heading)] : [];
  if (label.kind === 'list' && blocks.length) {
    const item: Item = { level: label.level, ordered: label.ordered, blocks: [...blocks, ...boxed] };
    return { pieces: [{ kind: 'item', item, anchors, place }], anchors: [] };
  }
  const number = label.kind === 'number' ? label.number : '';
  const pieces = [
    ...blocks.map((node) => block(node, place, { heading, number, anchors })),
    ...boxed.map((node, i) => block(node, place, { anchors: blocks.length + i === 0 ? anchors : [] })),
  ];
  return { pieces, anchors: pieces.length ? [] : anchors };
}

function textblock(nodes: readonly Node[], heading: number | null): Node {
  const [only] = nodes;
  return nodes.length === 1 && only?.type.name === 'image' && heading === null
    ? schema.node('figure', only.attrs)
    : schema.node('paragraph', null, nodes);
}

function leaveOutContents(context: Context): void {
  const message = 'The table of contents was left out: it is computed from the headings.';
  if (!context.notes.some((it) => it.message === message)) note(context, 'left-out', message);
}
