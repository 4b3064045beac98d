import { Fragment, type Mark, type Node } from 'prosemirror-model';
import { schema } from '../schema.ts';
import { decodeReference, decodeReferences, readAttributes } from './escape.ts';

/** The footnote of a label; null where the text defines none, so that the reference is words. */
export type FootnoteOf = (label: string) => Node | null;

type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'open' | 'close'; readonly key: string; readonly marks: readonly Mark[]; readonly source: string; paired: boolean }; // prettier-ignore

const special = /[\\*_`[\]<&$!\n]/g;
const tag = /<(\/?)(strong|em|sup|sub|code|a|br|img|xref|math)((?:\s+[a-z]+="[^"]*")*)\s*(\/?)>/y;
const xref = /\[\[(?:([A-Za-z0-9._-]+):)?([A-Za-z0-9._-]+)\]\]/y;
const footnoteRef = /\[\^([^\]\s[]{1,80})\]/y;
const image = /!\[([^[\]\n]*)\]\(([^\s()<>]*)\)/y;
const linkEnd = /\]\((?:<([^<>\n]*)>|((?:[^\s()<>\\]|\\.|\([^\s()<>]*\))*))(?:[ \n]+"((?:[^"\\]|\\.)*)")?\)/y;
const charRef = /&(#?[0-9A-Za-z]{1,8});/y;
const wordChar = /[\p{L}\p{N}\p{M}]/u;
const space = /[\s]/;
const punctuation = /[!-/:-@[-`{-~]/;

const tagMarks: Readonly<Record<string, string>> = {
  strong: 'strong',
  em: 'em',
  sup: 'superscript',
  sub: 'subscript',
  code: 'code',
};
const mark = (name: string, attrs?: Record<string, string>): Mark => {
  const type = schema.marks[name as 'strong'];
  return type.create(attrs);
};
const emphasis: readonly (readonly Mark[])[] = [
  [],
  [mark('em')],
  [mark('strong')],
  [mark('strong'), mark('em')],
];

/** Inline nodes of a paragraph's source; `\n` in it is a hard break. What is not understood stays as words. */
export function readInline(source: string, footnoteOf: FootnoteOf): Fragment {
  if (source === '') return Fragment.empty;
  special.lastIndex = 0;
  if (!special.test(source)) return Fragment.from(schema.text(source));
  return build(pairUp(tokenise(source, footnoteOf)));
}

const unescape = (text: string): string => decodeReferences(text.replace(/\\([!-/:-@[-`{-~])/g, '$1'));

function tokenise(source: string, footnoteOf: FootnoteOf): Item[] {
  const items: Item[] = [];
  let words = '';
  let pos = 0;
  const flush = (): void => {
    if (words !== '') items.push({ kind: 'text', text: words });
    words = '';
  };
  const push = (item: Item): void => {
    flush();
    items.push(item);
  };
  const at = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = pos;
    return pattern.exec(source);
  };
  const ticks = new Set<number>();
  while (pos < source.length) {
    special.lastIndex = pos;
    const next = special.exec(source)?.index ?? source.length;
    words += source.slice(pos, next);
    pos = next;
    if (pos >= source.length) break;
    const char = source.charAt(pos);
    let taken = 1;
    switch (char) {
      case '\n':
        push({ kind: 'node', node: schema.node('hard_break') });
        break;
      case '\\':
        if (punctuation.test(source.charAt(pos + 1))) {
          words += source.charAt(pos + 1);
          taken = 2;
        } else words += char;
        break;
      case '&': {
        const match = at(charRef);
        const value = match ? decodeReference(match[1] ?? '') : null;
        if (match && value !== null) {
          words += value;
          taken = match[0].length;
        } else words += char;
        break;
      }
      case '`': {
        const run = /`+/y;
        const ticked = at(run)?.[0] ?? char;
        const code = ticks.has(ticked.length) ? null : codeSpan(source, pos, ticked);
        if (code === null) {
          ticks.add(ticked.length); // no run of this length further on
          words += ticked;
          taken = ticked.length;
        } else {
          push({ kind: 'node', node: schema.text(code.text, [mark('code')]) });
          taken = code.length;
        }
        break;
      }
      case '$': {
        const end = source.charAt(pos + 1) === '`' ? source.indexOf('`', pos + 2) : -1;
        const math = end > pos + 2 && source.charAt(end + 1) === '$' ? source.slice(pos + 2, end) : '';
        if (math !== '' && !math.includes('\n')) {
          push({ kind: 'node', node: schema.node('math', { source: math }) });
          taken = end + 2 - pos;
        } else words += char;
        break;
      }
      case '!': {
        const match = at(image);
        if (match) {
          push({ kind: 'node', node: schema.node('image', { alt: unescape(match[1] ?? ''), src: unescape(match[2] ?? '') }) }); // prettier-ignore
          taken = match[0].length;
        } else words += char;
        break;
      }
      case '[': {
        const reference = at(xref);
        if (reference) {
          push({ kind: 'node', node: schema.node('xref', { text: reference[1] ?? '', id: reference[2] }) });
          taken = reference[0].length;
          break;
        }
        const note = at(footnoteRef);
        const node = note ? footnoteOf(note[1] ?? '') : null;
        if (note && node) {
          push({ kind: 'node', node });
          taken = note[0].length;
        } else push({ kind: 'open', key: '[', marks: [], source: '[', paired: false });
        break;
      }
      case ']': {
        const match = at(linkEnd);
        if (match) {
          const attrs = { href: unescape(match[1] ?? match[2] ?? ''), title: unescape(match[3] ?? '') };
          push({ kind: 'close', key: '[', marks: [mark('link', attrs)], source: match[0], paired: false });
          taken = match[0].length;
        } else words += char;
        break;
      }
      case '<': {
        const match = at(tag);
        const item = match ? tagItem(match) : null;
        if (match && item) {
          push(item);
          taken = match[0].length;
        } else words += char;
        break;
      }
      default: {
        taken = run(source, pos, char);
        for (const item of delimiter(source, pos, taken, char)) push(item);
      }
    }
    pos += taken;
  }
  flush();
  return items;
}

function run(source: string, pos: number, char: string): number {
  let end = pos;
  while (source.charAt(end) === char) end++;
  return end - pos;
}

function codeSpan(source: string, pos: number, ticks: string): { text: string; length: number } | null {
  let end = pos + ticks.length;
  for (;;) {
    end = source.indexOf(ticks, end);
    if (end < 0) return null;
    const length = run(source, end, '`');
    if (length === ticks.length) break;
    end += length;
  }
  let text = source.slice(pos + ticks.length, end).replaceAll('\n', ' ');
  if (/^ .*[^ ].* $/.test(text)) text = text.slice(1, -1);
  return { text, length: end + ticks.length - pos };
}

function tagItem(match: RegExpExecArray): Item | null {
  const [source, slash, name = '', attributes = ''] = match;
  const attrs = readAttributes(attributes);
  const markName = tagMarks[name];
  if (markName)
    return { kind: slash ? 'close' : 'open', key: name, marks: [mark(markName)], source, paired: false };
  switch (name) {
    case 'a': {
      if (slash) return { kind: 'close', key: 'a', marks: [], source, paired: false };
      const { href, title = '' } = attrs;
      return href === undefined
        ? null
        : { kind: 'open', key: 'a', marks: [mark('link', { href, title })], source, paired: false };
    }
    case 'br':
      return slash ? null : { kind: 'node', node: schema.node('hard_break') };
    case 'img':
      return {
        kind: 'node',
        node: schema.node('image', { src: attrs['src'] ?? '', alt: attrs['alt'] ?? '' }),
      };
    case 'xref':
      return attrs['id'] === undefined
        ? null
        : { kind: 'node', node: schema.node('xref', { id: attrs['id'], text: attrs['text'] ?? '' }) };
    default:
      return attrs['source'] === undefined
        ? null
        : { kind: 'node', node: schema.node('math', { source: attrs['source'] }) };
  }
}

/** One run of `*` or `_`: one, two or three of them open or close emphasis by what stands on either side. */
function delimiter(source: string, pos: number, length: number, char: string): Item[] {
  const text = char.repeat(length);
  const [prev, next] = [source.charAt(pos - 1), source.charAt(pos + length)];
  const gap = (c: string): boolean => c === '' || space.test(c);
  const word = (c: string): boolean => !gap(c) && wordChar.test(c);
  let opens = !gap(next) && (word(next) || !word(prev));
  let closes = !gap(prev) && (word(prev) || !word(next));
  if (char === '_') [opens, closes] = [opens && !word(prev), closes && !word(next)];
  if (length > 3 || (!opens && !closes)) return [{ kind: 'text', text }];
  const marks = emphasis[length] ?? [];
  // Either way round: `pairUp` closes what is open, else opens.
  const kind = closes ? 'close' : 'open';
  return [{ kind, key: opens && closes ? `?${text}` : text, marks, source: text, paired: false }];
}

const deepest = 200;

/** Pairs opening and closing marks; those without a partner become words again. */
function pairUp(items: readonly Item[]): Item[] {
  const out = [...items];
  const stack: { index: number; key: string }[] = [];
  const opened = (key: string): number => {
    for (let s = stack.length - 1; s >= Math.max(0, stack.length - deepest); s--)
      if (stack[s]?.key === key) return s;
    return -1;
  };
  items.forEach((item, index) => {
    if (item.kind !== 'open' && item.kind !== 'close') return;
    const key = item.key.replace('?', '');
    if (item.kind === 'open') {
      stack.push({ index, key });
      return;
    }
    const level = opened(key);
    const start = stack[level];
    if (start) {
      const open = items[start.index];
      if (open?.kind !== 'open' && open?.kind !== 'close') return;
      const marks = key === '[' ? item.marks : open.marks;
      out[start.index] = { kind: 'open', key, marks, source: open.source, paired: true };
      out[index] = { ...item, paired: true };
      stack.length = level;
    } else if (item.key.startsWith('?')) stack.push({ index, key });
  });
  return out;
}

function build(items: readonly Item[]): Fragment {
  const nodes: Node[] = [];
  const active: (readonly Mark[])[] = [];
  let marks: readonly Mark[] = [];
  const recount = (): void => {
    marks = active.flat().reduce<readonly Mark[]>((set, one) => one.addToSet(set), []);
  };
  for (const item of items) {
    switch (item.kind) {
      case 'text':
        nodes.push(schema.text(item.text, marks));
        break;
      case 'node':
        nodes.push(item.node.mark(item.node.marks.reduce((set, one) => one.addToSet(set), marks)));
        break;
      default:
        if (!item.paired) nodes.push(schema.text(item.source, marks));
        else {
          if (item.kind === 'open') active.push(item.marks);
          else active.pop();
          recount();
        }
    }
  }
  return Fragment.fromArray(nodes);
}
