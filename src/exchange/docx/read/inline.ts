import type { Mark, Node } from 'prosemirror-model';
import { schema } from '../../../model/schema.ts';
import { child, descendants, elements, textOf, type XmlElement } from '../../xml.ts';
import { note, type Story } from './context.ts';
import { readImages } from './image.ts';
import { linearMath } from './math.ts';
import { toggle, val } from './styles.ts';
import { symbol } from './symbol.ts';

export interface Inlines {
  readonly nodes: readonly Node[];
  readonly anchors: readonly string[];
  /** Contents of text boxes anchored here. */
  readonly boxes: readonly XmlElement[];
}

interface Gathering {
  readonly story: Story;
  readonly nodes: Node[];
  readonly anchors: string[];
  readonly boxes: XmlElement[];
  /** Of the hyperlink we are in. */
  readonly link: Mark | null;
}

/** What a paragraph's content prints, with white space at its edges taken off. */
export function readInlines(paragraph: XmlElement, story: Story): Inlines {
  const into: Gathering = { story, nodes: [], anchors: [], boxes: [], link: null };
  for (const element of elements(paragraph)) readElement(element, into);
  return { nodes: trim(into.nodes), anchors: into.anchors, boxes: into.boxes };
}

function readElement(element: XmlElement, into: Gathering): void {
  switch (element.name) {
    case 'w:r':
      readRun(element, into);
      break;
    case 'w:hyperlink': {
      const { relations } = into.story.part;
      const address = relations.get(element.attrs['r:id'] ?? '')?.target ?? '';
      const anchor = element.attrs['w:anchor'];
      const href = anchor ? `${address}#${anchor}` : address;
      const inner = href ? { ...into, link: linkTo(href) } : into;
      for (const next of elements(element)) readElement(next, inner);
      break;
    }
    case 'w:fldSimple': {
      const mark = linkOfField(element.attrs['w:instr'] ?? '');
      for (const next of elements(element)) readElement(next, mark ? { ...into, link: mark } : into);
      break;
    }
    case 'w:bookmarkStart': {
      const name = element.attrs['w:name'] ?? '';
      if (name !== '' && name !== '_GoBack') into.anchors.push(name);
      break;
    }
    case 'm:oMath': {
      const source = linearMath(element).trim();
      note(into.story.context, 'changed', 'A formula was kept in one line of text.');
      if (source && hidden(into.story) === false) into.nodes.push(schema.node('math', { source }));
      break;
    }
    case 'w:pPr':
      break;
    default:
      for (const next of elements(element)) readElement(next, into);
  }
}

/** True inside the instruction of a field, which does not print. */
const hidden = (story: Story): boolean => story.fields.some(({ showing }) => !showing);

function readRun(run: XmlElement, into: Gathering): void {
  const { story } = into;
  const { context } = story;
  const props = child(run, 'w:rPr');
  const marks = marksOf(props, into);
  if (toggle(props, 'w:vanish')) {
    const words = childText(run);
    if (words) note(context, 'left-out', `Hidden text was left out: "${words.slice(0, 80)}".`);
    return;
  }
  if (toggle(props, 'w:strike') || toggle(props, 'w:dstrike'))
    note(context, 'changed', 'Text that is struck through by hand was kept as ordinary text.');
  const print = (words: string): void => {
    if (words !== '' && !hidden(story)) into.nodes.push(schema.text(words, marks));
  };
  for (const element of elements(run)) {
    switch (element.name) {
      case 'w:rPr':
      case 'w:lastRenderedPageBreak':
      case 'w:footnoteRef':
      case 'w:endnoteRef':
      case 'w:annotationRef':
      case 'w:commentReference':
      case 'w:separator':
      case 'w:continuationSeparator':
        break;
      case 'w:t':
        print(textOf(element));
        break;
      case 'w:tab':
      case 'w:ptab':
        print('\t');
        break;
      case 'w:noBreakHyphen':
        print('\u2011');
        break;
      case 'w:softHyphen':
        print('\u00ad');
        break;
      case 'w:br':
      case 'w:cr':
        if (hidden(story)) break;
        if (element.attrs['w:type'] === 'page' || element.attrs['w:type'] === 'column') print(' ');
        else into.nodes.push(schema.node('hard_break'));
        break;
      case 'w:sym': {
        const { text, known } = symbol(element.attrs['w:font'] ?? '', element.attrs['w:char'] ?? '');
        if (!known)
          note(
            context,
            'changed',
            `A symbol of the font ${element.attrs['w:font'] ?? '?'} may print otherwise.`,
          );
        print(text);
        break;
      }
      case 'w:fldChar':
        readFieldMark(element, story);
        break;
      case 'w:instrText': {
        const field = story.fields.at(-1);
        if (field && !field.showing) field.instruction += textOf(element);
        break;
      }
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        readFootnote(element, into);
        break;
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        if (element.name === 'w:object')
          note(
            context,
            'left-out',
            'An embedded object was left out; its picture was kept where it has one.',
          );
        for (const image of hidden(story) ? [] : readImages(element, story)) into.nodes.push(image);
        into.boxes.push(...descendants(element, 'w:txbxContent'));
        break;
      case 'w:ruby': {
        const base = child(element, 'w:rubyBase');
        if (base) for (const inner of elements(base)) readElement(inner, into);
        const guide = descendants(element, 'w:rt').map(textOf).join('');
        if (guide) print(`(${guide})`);
        break;
      }
      default:
        note(context, 'left-out', `Something a clause cannot hold was left out (${element.name}).`);
    }
  }
}

function readFieldMark(element: XmlElement, story: Story): void {
  switch (element.attrs['w:fldCharType']) {
    case 'begin':
      story.fields.push({ instruction: '', showing: false });
      if (child(element, 'w:ffData'))
        note(story.context, 'changed', 'A form field was kept as the text that it shows.');
      break;
    case 'separate': {
      const field = story.fields.at(-1);
      if (field) field.showing = true;
      break;
    }
    case 'end':
      story.fields.pop();
      break;
    default:
      break;
  }
}

function readFootnote(element: XmlElement, into: Gathering): void {
  const { story } = into;
  const { context } = story;
  if (hidden(story)) return;
  const all = element.name === 'w:footnoteReference' ? context.footnotes : context.endnotes;
  const found = all.get(element.attrs['w:id'] ?? '');
  if (!found) {
    note(context, 'left-out', 'A footnote was left out because the file does not contain its text.');
    return;
  }
  const inner: Story = { ...story, part: found.part, fields: [] };
  const blocks = story.blocksOf(elements(found.root), inner);
  into.nodes.push(schema.node('footnote', null, blocks.length ? blocks : [schema.node('paragraph')]));
}

const linkTo = (href: string): Mark => schema.mark('link', { href });

/** The link that a field's result is, for hyperlinks and for cross-references that jump. */
function linkOfField(instruction: string): Mark | null {
  const address = /^\s*HYPERLINK\s+(?:\\[mnoth]\s+)*(?:"([^"]*)"|([^\\\s]\S*))?/i.exec(instruction);
  if (address) {
    const anchor = /\\l\s+"([^"]*)"/i.exec(instruction)?.[1];
    const href = `${address[1] ?? address[2] ?? ''}${anchor ? `#${anchor}` : ''}`;
    return href ? linkTo(href) : null;
  }
  const reference = /^\s*REF\s+(\S+)\s.*\\h/i.exec(`${instruction} `)?.[1];
  return reference ? linkTo(`#${reference}`) : null;
}

const codeFonts =
  /^(courier|consolas|monaco|menlo|lucida console|source code|cascadia|dejavu sans mono|liberation mono)/i;
const codeStyles = new Set(['verbatim char', 'html code', 'source code', 'inline code', 'code']);

function marksOf(props: XmlElement | undefined, into: Gathering): Mark[] {
  const { story } = into;
  const styleId = val(child(props, 'w:rStyle'));
  const style = styleId === undefined ? undefined : story.context.styles(styleId);
  const isLinkStyle = style?.names.includes('hyperlink') ?? false;
  const levels = [...(props ? [props] : []), ...(isLinkStyle ? [] : (style?.runs ?? []))];
  const is = (name: string): boolean =>
    levels.map((it) => toggle(it, name)).find((it) => it !== undefined) ?? false;
  const raised = levels.map((it) => val(child(it, 'w:vertAlign'))).find((it) => it !== undefined);
  const font = levels.map((it) => child(it, 'w:rFonts')?.attrs['w:ascii']).find((it) => it !== undefined);
  const field = story.fields
    .filter(({ showing }) => showing)
    .map(({ instruction }) => linkOfField(instruction));
  const link = into.link ?? field.findLast((it) => it !== null) ?? null;
  const marks: Mark[] = link ? [link] : [];
  if (is('w:b')) marks.push(schema.mark('strong'));
  if (is('w:i')) marks.push(schema.mark('em'));
  if (raised === 'superscript') marks.push(schema.mark('superscript'));
  if (raised === 'subscript') marks.push(schema.mark('subscript'));
  if ((font && codeFonts.test(font)) || style?.names.some((name) => codeStyles.has(name)))
    marks.push(schema.mark('code'));
  return marks;
}

const childText = (run: XmlElement): string =>
  elements(run)
    .filter(({ name }) => name === 'w:t')
    .map(textOf)
    .join('');

/** Without white space and breaks at either end; an end of nothing but white space carries no marks. */
function trim(nodes: readonly Node[]): Node[] {
  const out = [...nodes];
  const cut = (at: 0 | -1, blank: RegExp): void => {
    for (let edge = out.at(at); edge; edge = out.at(at)) {
      const words = edge.isText
        ? (edge.text ?? '').replace(blank, '')
        : edge.type.name === 'hard_break'
          ? ''
          : null;
      if (words === null || words === edge.text) return;
      if (words !== '') {
        out[at === 0 ? 0 : out.length - 1] = schema.text(words, edge.marks);
        return;
      }
      if (at === 0) out.shift();
      else out.pop();
    }
  };
  cut(0, /^[ \t\r\n]+/);
  cut(-1, /[ \t\r\n]+$/);
  return out;
}
