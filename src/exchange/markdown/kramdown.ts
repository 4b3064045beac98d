import type { SourceNote } from '../source.ts';

/** Source lines with the number each had in the file. */
export interface Lines {
  readonly text: string;
  readonly lineOf: readonly number[];
  readonly notes: readonly SourceNote[];
}

const fence = /^ {0,3}(`{3,}|~{3,})/;
const attributes = /^\s*\{:\s*[.#a-zA-Z:][^{}]*\}\s*$/;
const endAttributes = /[ \t]*\{:?[ \t]*#([A-Za-z][\w.:-]*)[^{}]*\}[ \t]*$/;
const classAttributes = /([^\s{])\{:[ \t]*[.#a-zA-Z][^{}]*\}/g;

/**
 * What kramdown adds to Markdown, taken out before reading: comments and attribute lists are reported, `{#id}`
 * becomes an anchor, and `<div markdown="1">` no longer hides the Markdown inside it.
 */
export function withoutKramdown(text: string): Lines {
  const out: string[] = [];
  const lineOf: number[] = [];
  const notes: SourceNote[] = [];
  let fenced = '';
  let comment: { from: number; words: string[] } | null = null;
  const add = (line: string, number: number): void => {
    out.push(line);
    lineOf.push(number);
  };
  const lines = text.split('\n');
  // The last line that closes a comment: an opening after it is no comment but text.
  const lastClose = lines.findLastIndex((line) => line.includes('{:/'));
  const left = (number: number, message: string): void => {
    notes.push({ place: `line ${number}`, kind: 'left-out', message });
  };
  lines.forEach((source, index) => {
    const number = index + 1;
    let line = source;
    if (comment) {
      const end = /\{:\/(comment)?\}/.exec(line);
      if (!end) {
        comment.words.push(line);
        return;
      }
      comment.words.push(line.slice(0, end.index));
      left(comment.from, `A comment of the source was left out: ${short(comment.words.join(' '))}`);
      comment = null;
      line = line.slice(end.index + end[0].length);
      if (line.trim() === '') {
        add('', number);
        return;
      }
    }
    const mark = fence.exec(line)?.[1];
    if (fenced !== '') {
      if (mark?.startsWith(fenced)) fenced = '';
      add(line, number);
      return;
    }
    if (mark) {
      fenced = mark;
      add(line, number);
      return;
    }
    if (line.includes('{::') || line.includes('{:/')) {
      line = line.replace(/\{::comment\}(.*?)\{:\/(comment)?\}/g, (_, words: string) => {
        left(number, `A comment of the source was left out: ${short(words)}`);
        return '';
      });
      const open = line.indexOf('{::comment}');
      if (open >= 0 && lastClose > index) {
        comment = { from: number, words: [line.slice(open + 11)] };
        line = line.slice(0, open);
        if (line.trim() === '') {
          add('', number);
          return;
        }
      }
    }
    if (line.includes('{')) {
      if (attributes.test(line)) {
        left(number, `Attributes of the source were left out: ${short(line)}`);
        const id = /#([A-Za-z][\w.:-]*)/.exec(line)?.[1];
        add(id ? `<a id="${id}"></a>` : '', number);
        return;
      }
      const end = endAttributes.exec(line);
      if (end && /^ {0,3}#/.test(line)) line = `${line.slice(0, end.index)} <a id="${end[1] ?? ''}"></a>`;
      line = line.replace(classAttributes, (all: string, before: string) => {
        left(number, `Attributes of the source were left out: ${short(all.slice(1))}`);
        return before;
      });
    }
    if (/markdown="(1|block|span)"/.test(line) && /^\s*<\w+[^>]*>\s*$/.test(line)) {
      add(line, number);
      add('', number);
      return;
    }
    if (/^\s*<\/(div|section)>\s*$/.test(line)) add('', number);
    add(line, number);
  });
  return { text: out.join('\n'), lineOf, notes };
}

const short = (words: string): string => {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
};
