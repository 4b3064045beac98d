import type { Mark } from 'prosemirror-model';
import type { ParaProps } from '../../model/flow.ts';
import type { Piece } from '../marked.ts';
import { escape } from '../printable.ts';

/** Elements with this attribute are ours, not the document's: reading back passes over them. */
export const aside = 'data-x';
export const hidden = (text: string): string => `<span class="vh" ${aside}>${escape(text)}</span>`;

const tags: Readonly<Record<string, string>> = {
  strong: 'strong',
  em: 'em',
  superscript: 'sup',
  subscript: 'sub',
  code: 'code',
};

/** Words with their marks. Only web and mail addresses become links. */
export function withMarks(text: string, marks: readonly Mark[]): string {
  let out = escape(text).replace(/\n/g, '<br>');
  for (const mark of [...marks].reverse()) {
    if (mark.type.name === 'link') {
      const href = String(mark.attrs['href']);
      if (/^(https?:\/\/|mailto:)/i.test(href)) out = `<a href="${escape(href)}" rel="noreferrer">${out}</a>`;
    } else {
      const tag = tags[mark.type.name];
      if (tag) out = `<${tag}>${out}</${tag}>`;
    }
  }
  return out;
}

/** A run of pieces of one kind inside its `ins` or `del`, begin and end in words for those who see no strokes. */
export function piecesHtml(pieces: readonly Piece[], anchor: () => number): string {
  const out: string[] = [];
  for (let at = 0; at < pieces.length;) {
    const op = pieces[at]?.op ?? 'equal';
    const run: Piece[] = [];
    for (; at < pieces.length && pieces[at]?.op === op; at++) run.push(pieces[at] as Piece);
    const [first, ...rest] = run;
    const tag = op === 'insert' ? 'ins' : 'del';
    if (op !== 'equal' && first?.what === 'words' && /^ \S/.test(first.text)) {
      // The space before changed words is theirs, but a stroke through it would look like a slip.
      out.push(`<${tag} class="sp"> </${tag}>`);
      run.splice(0, run.length, { ...first, text: first.text.slice(1) }, ...rest);
    }
    const inner = run.map((one) => pieceHtml(one, anchor)).join('');
    if (op === 'insert') out.push(`<ins>${hidden('[inserted: ')}${inner}${hidden(']')}</ins>`);
    else if (op === 'delete') out.push(`<del>${hidden('[deleted: ')}${inner}${hidden(']')}</del>`);
    else out.push(inner);
  }
  return out.join('');
}

function pieceHtml(one: Piece, anchor: () => number): string {
  if (one.what === 'anchor') return `<sup class="fn" ${aside}>${anchor()}</sup>`;
  const words = withMarks(one.text, one.marks);
  if (one.what === 'label') return `<span class="lab">${words}</span>`;
  if (one.what === 'picture') return `<span class="pic">${words}</span>`;
  if (one.baseMarks === null) return words;
  return `<span class="fmt">${hidden('[format changed: ')}${words}${hidden(']')}</span>`;
}

/** Classes of a paragraph: how deep it stands, and in what. */
export function paraClasses(props: ParaProps | null): string {
  if (props === null) return '';
  const names = props.ctx.map((step) => step.type);
  const depth = Math.min(9, names.filter((name) => name === 'list_item' || name === 'block_quote').length);
  const out = depth > 0 ? [`in${depth}`] : [];
  if (names.includes('note') || names.includes('example')) out.push('note');
  if (names.includes('footnote')) out.push('footnote');
  if (names.includes('block_quote')) out.push('quote');
  if (props.type === 'code_block' || props.type === 'opaque' || props.type === 'formula') out.push('code');
  return out.join(' ');
}
