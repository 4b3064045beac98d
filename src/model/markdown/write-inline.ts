import type { Mark, Node } from 'prosemirror-model';
import { splitSentences } from '../sentence.ts';
import { escapeUnprintable, writeAttributes } from './escape.ts';

type Token =
  | { readonly kind: 'text'; readonly text: string; readonly at: number; readonly code: boolean }
  | { readonly kind: 'raw'; readonly text: string; readonly footnote: boolean }
  | { readonly kind: 'break' }
  | { readonly kind: 'open'; readonly mark: Mark; pair: number; form: string }
  | { readonly kind: 'close'; readonly mark: Mark; pair: number; form: string };

/** Takes a footnote met on the way and says its number. */
export type TakeFootnote = (note: Node) => number;

const alnum = /[A-Za-z0-9À-ÖØ-öø-ÿ]/;
const before = /[ ([{"'“‘—–/-]/;
const after = /[ .,;:!?)”’]/;
const plainWord = /^[A-Za-z0-9._-]+$/;
const plainHref = /^[A-Za-z0-9\-._~:/?#@!'+,;=%]+$/;
const plainTitle = /^[A-Za-z0-9 ,.'-]*$/;
const plainRaw = /^[!-_a-{}~](?:[ -_a-{}~]*[!-_a-{}~])?$/;
const sameMark = (a: Mark | undefined, b: Mark | undefined): boolean => !!a && !!b && a.eq(b);

/** The inline content of `block` on one or more lines; '' where it has none. */
export function writeInline(block: Node, takeFootnote: TakeFootnote, oneLine = false): string {
  if (block.childCount === 0) return '';
  const tokens = tokensOf(block, takeFootnote);
  chooseForms(tokens);
  const breaks = oneLine ? new Set<number>() : lineBreaks(block);
  let out = '';
  tokens.forEach((token, i) => {
    switch (token.kind) {
      case 'text':
        out += escapeText(token.text, tokens, i, oneLine, breaks, token.code ? -1 : token.at);
        break;
      case 'raw':
        out += token.text;
        break;
      case 'break':
        out += !oneLine && contentFollows(tokens, i) ? '\\\n' : '<br/>';
        break;
      default:
        out += token.form;
    }
  });
  if (oneLine) return out.replace(/^ | $/g, '&#32;');
  return out.split('\n').map(escapeLine).join('\n');
}

/** True where a sentence ends inside this block: its text then takes more than one line. */
export const hasSentenceBreak = (block: Node): boolean => lineBreaks(block).size > 0;

/** Where a single space between two sentences becomes a line end: offsets in the block's text. */
function lineBreaks(block: Node): ReadonlySet<number> {
  let text = '';
  block.forEach((node) => {
    text += node.isText ? node.text : node.type.name === 'hard_break' ? '\n' : '\ufffc';
  });
  const out = new Set<number>();
  let at = 0;
  for (const sentence of splitSentences(text)) {
    at += sentence.length;
    if (at < text.length && sentence.endsWith(' ') && !/[ \t\n]$/.test(sentence.slice(0, -1)))
      out.add(at - 1);
  }
  return out;
}

function tokensOf(block: Node, takeFootnote: TakeFootnote): Token[] {
  const tokens: Token[] = [];
  const open: Mark[] = [];
  const openAt: number[] = [];
  const closeTo = (keep: number): void => {
    while (open.length > keep) {
      const mark = open.pop();
      const pair = openAt.pop();
      if (!mark || pair === undefined) return;
      const opening = tokens[pair];
      if (opening?.kind === 'open') opening.pair = tokens.length;
      tokens.push({ kind: 'close', mark, pair, form: '' });
    }
  };
  let at = 0;
  block.forEach((node, _offset, i) => {
    const inCode = node.marks.some((mark) => mark.type.name === 'code');
    const span = inCode ? codeSpan(block, node, i) : null;
    const marks = span === null ? node.marks : node.marks.filter((mark) => mark.type.name !== 'code');
    let keep = 0;
    while (keep < open.length && sameMark(open[keep], marks[keep])) keep++;
    closeTo(keep);
    for (const mark of marks.slice(keep)) {
      open.push(mark);
      openAt.push(tokens.length);
      tokens.push({ kind: 'open', mark, pair: -1, form: '' });
    }
    if (span !== null) tokens.push({ kind: 'raw', text: span, footnote: false });
    else if (node.isText) tokens.push({ kind: 'text', text: node.text ?? '', at, code: inCode });
    else tokens.push(leafToken(node, takeFootnote));
    at += node.isText ? (node.text ?? '').length : 1;
  });
  closeTo(0);
  return tokens;
}

/** A code span in backticks where its text allows it; null where tags must do. */
function codeSpan(block: Node, node: Node, i: number): string | null {
  const isCode = (other: Node | null): boolean =>
    other?.marks.some((mark) => mark.type.name === 'code') ?? false;
  if (!node.isText || isCode(block.maybeChild(i - 1)) || isCode(block.maybeChild(i + 1))) return null;
  return plainRaw.test(node.text ?? '') ? `\`${node.text}\`` : null;
}

function leafToken(node: Node, takeFootnote: TakeFootnote): Token {
  const raw = (text: string): Token => ({ kind: 'raw', text, footnote: false });
  const attr = (name: string): string => String(node.attrs[name]);
  switch (node.type.name) {
    case 'hard_break':
      return { kind: 'break' };
    case 'xref': {
      const [id, text] = [attr('id'), attr('text')];
      if (plainWord.test(id) && (text === '' || plainWord.test(text)))
        return raw(text ? `[[${text}:${id}]]` : `[[${id}]]`);
      return raw(`<xref${writeAttributes([['id', id], ['text', text]])}/>`); // prettier-ignore
    }
    case 'image': {
      const [src, alt] = [attr('src'), attr('alt')];
      if (plainHref.test(src) && plainTitle.test(alt)) return raw(`![${alt}](${src})`);
      return raw(`<img${writeAttributes([['src', src], ['alt', alt]])}/>`); // prettier-ignore
    }
    case 'math': {
      const source = attr('source');
      return raw(
        plainRaw.test(source) ? `$\`${source}\`$` : `<math${writeAttributes([['source', source]])}/>`,
      );
    }
    case 'footnote':
      return { kind: 'raw', text: `[^${takeFootnote(node)}]`, footnote: true };
    default:
      throw new Error(`No text form for inline ${node.type.name}`);
  }
}

const tags: Readonly<Record<string, string>> = {
  strong: 'strong',
  em: 'em',
  superscript: 'sup',
  subscript: 'sub',
  code: 'code',
  link: 'a',
};
const delimiters: Readonly<Record<string, string>> = { strong: '**', em: '*' };

/** Short forms (`**`, `[…](…)`) where a reader cannot take them for anything else, tags where it could. */
function chooseForms(tokens: readonly Token[]): void {
  tokens.forEach((open, i) => {
    if (open.kind !== 'open' || open.form !== '') return;
    const close = tokens[open.pair];
    if (close?.kind !== 'close') throw new Error('unpaired mark');
    const name = open.mark.type.name;
    const tag = tags[name] ?? name;
    if (name === 'link') {
      const [href, title] = [String(open.mark.attrs['href']), String(open.mark.attrs['title'])];
      if (plainHref.test(href) && plainTitle.test(title)) {
        open.form = '[';
        close.form = title ? `](${href} "${title}")` : `](${href})`;
      } else {
        const both: [string, string][] = title === '' ? [['href', href]] : [['href', href], ['title', title]]; // prettier-ignore
        open.form = `<a${writeAttributes(both)}>`;
        close.form = '</a>';
      }
      return;
    }
    const inner = tokens[i + 1];
    const innerClose = tokens[open.pair - 1];
    if (name === 'strong' && inner?.kind === 'open' && inner.mark.type.name === 'em' && inner.pair === open.pair - 1 &&
        innerClose?.kind === 'close' && canDelimit(tokens, i, i + 2, open.pair - 2, open.pair)) {
      [open.form, inner.form, innerClose.form, close.form] = ['**', '*', '*', '**'];
    } else if (delimiters[name] && canDelimit(tokens, i, i + 1, open.pair - 1, open.pair)) {
      open.form = close.form = delimiters[name];
    } else {
      open.form = `<${tag}>`;
      close.form = `</${tag}>`;
    }
  }); // prettier-ignore
}

function canDelimit(
  tokens: readonly Token[],
  openAt: number,
  first: number,
  last: number,
  closeAt: number,
): boolean {
  const [prev, head, foot, next] = [tokens[openAt - 1], tokens[first], tokens[last], tokens[closeAt + 1]];
  if (head?.kind !== 'text' || foot?.kind !== 'text') return false;
  if (prev && !(prev.kind === 'text' && before.test(prev.text.slice(-1)))) return false;
  if (next && !(next.kind === 'text' && after.test(next.text.charAt(0)))) return false;
  if (!alnum.test(head.text.charAt(0))) return false;
  const end = foot.text.slice(-1);
  if (alnum.test(end)) return true;
  return /[.,;:!?)”’]/.test(end) && (!next || (next.kind === 'text' && next.text.startsWith(' ')));
}

/** A line may end in a hard break only if words follow it. */
function contentFollows(tokens: readonly Token[], i: number): boolean {
  for (const token of tokens.slice(i + 1)) {
    if (token.kind === 'text' || token.kind === 'raw') return true;
    if (token.kind === 'break') return false;
  }
  return false;
}

const special = /[\\*`[\]_<&!$:|^]|[^\x20-\x7e]/;

function escapeText(
  text: string,
  tokens: readonly Token[],
  i: number,
  cell: boolean,
  breaks: ReadonlySet<number>,
  at: number,
): string {
  const last = i === tokens.length - 1;
  const previous = tokens[i - 1];
  const afterMark = previous?.kind === 'open';
  const afterNote = previous?.kind === 'raw' && previous.footnote;
  let out = '';
  let from = 0;
  if (at >= 0 && breaks.size > 0) {
    for (let p = text.indexOf(' '); p >= 0; p = text.indexOf(' ', p + 1)) {
      if (!breaks.has(at + p)) continue;
      out += `${escapePiece(text.slice(from, p), cell, from === 0 && afterMark, from === 0 && afterNote, false)}\n`;
      from = p + 1;
    }
  }
  return out + escapePiece(text.slice(from), cell, from === 0 && afterMark, from === 0 && afterNote, !last);
}

/** `more`: something other than a line end follows at once. */
function escapePiece(
  text: string,
  cell: boolean,
  afterMark: boolean,
  afterNote: boolean,
  more: boolean,
): string {
  if (!special.test(text)) return text;
  const escaped = text.replace(/[\\*`[\]_<&!$:|^]/g, (char, p: number) => {
    const next = text.charAt(p + 1);
    const atEnd = more && p === text.length - 1;
    switch (char) {
      case '_':
        return alnum.test(text.charAt(p - 1)) && alnum.test(next) ? char : '\\_';
      case '<':
        return atEnd || /[A-Za-z/!?]/.test(next) ? '\\<' : char;
      case '&':
        return /^&#?[0-9A-Za-z]+;/.test(text.slice(p, p + 40)) ? '\\&' : char;
      case '!':
      case '$':
        return atEnd ? `\\${char}` : char;
      case ':':
        return p === 0 && afterNote ? '\\:' : char;
      case '^':
        return p === 0 && afterMark ? '\\^' : char;
      case '|':
        return cell ? '\\|' : char;
      default:
        return `\\${char}`;
    }
  });
  return escapeUnprintable(escaped);
}

/** A line of a paragraph so that no reader takes its start for a block, nor trims its spaces. */
function escapeLine(line: string): string {
  let out = line;
  if (/^[#>+\-=|:~]/.test(out)) out = `\\${out}`;
  else if (out.startsWith(' ')) out = `&#32;${out.slice(1)}`;
  else out = out.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
  return out.endsWith(' ') ? `${out.slice(0, -1)}&#32;` : out;
}
