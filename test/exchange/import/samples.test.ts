import { expect } from 'vitest';
import { buildText } from '../../../src/exchange/build/build.ts';
import { readSource } from '../../../src/exchange/read-source.ts';
import { placedClauses } from '../../../src/model/text.ts';
import { onSamples, readSample } from '../../helpers/samples.ts';

const nist = 'docs/nist-800-63-3';
const iot = 'docs/uk-iot-code-2018/code-of-practice-for-consumer-iot-security-2018-10.pdftext.txt';

/** Words of a source without its tags, comments and targets: an oracle that knows no Markdown but its signs. */
function crudeWords(text: string): string[] {
  return tally(
    text
      .replace(/\{::comment\}[^]*?\{:\/comment\}/g, ' ')
      .replace(/<!--[^]*?-->/g, ' ')
      .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
      .replace(/<(https?:[^>]*)>/g, ' $1 ')
      .replace(/<\/?[a-z][^>]*>/gi, ' ')
      .replace(/\]\([^()\s]*(?:\([^)]*\)[^()\s]*)*\)/g, '] ')
      .replace(/&nbsp;|&#160;/g, ' ')
      .replace(/&mdash;/g, ' \u2014 ')
      .replace(/&[a-z]+;|&#\d+;/g, ' ')
      .replace(/^\s*\|?[\s:|-]+\|[\s:|-]*$/gm, ' ')
      .replace(/^ *(\d+|[a-z]{1,4})[.)] /gm, ' '),
  );
}

const tally = (text: string): string[] => text.match(/[A-Za-z]{2,}|\d{2,}/g) ?? [];

function built(bytes: Uint8Array, path: string) {
  return readSource(bytes, path, { changes: 'accept' }).then((source) => ({
    source,
    ...buildText(source, { name: 'code', seed: 'code' }),
  }));
}

function missing(expected: readonly string[], got: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of got) counts.set(word, (counts.get(word) ?? 0) + 1);
  const out: string[] = [];
  for (const word of expected) {
    const left = counts.get(word) ?? 0;
    if (left === 0) out.push(word);
    else counts.set(word, left - 1);
  }
  return out;
}

function wordsOf(text: Awaited<ReturnType<typeof built>>): string[] {
  const parts = [text.title];
  for (const { clause } of placedClauses(text.text)) {
    parts.push(
      '\n',
      clause.printed ?? '',
      '\n',
      clause.heading,
      '\n',
      clause.actors.join(' '),
      '\n',
      clause.sources.join(' '),
      '\n',
    );
    clause.body.descendants((node) => {
      if (node.isText) parts.push(node.text ?? '');
      else
        parts.push(
          node.type.name === 'note'
            ? ' NOTE Note '
            : node.type.name === 'math'
              ? String(node.attrs['source'])
              : ' ',
        );
      return true;
    });
    parts.push('\n');
  }
  // Words may change their marks in the middle, so pieces join without a gap inside a block.
  return tally(parts.join(''));
}

const files: readonly (readonly [string, number])[] = [
  ['draft-2017-01-30/sp800-63-3.md', 31],
  ['draft-2017-01-30/sp800-63a.md', 66],
  ['draft-2017-01-30/sp800-63b.md', 116],
  ['final-2017-06-26/sp800-63-3.md', 43],
  ['final-2017-06-26/sp800-63a.md', 64],
  ['final-2017-06-26/sp800-63b.md', 118],
];

for (const [file, headings] of files)
  onSamples(`every word and every numbered heading of ${file} arrives`, [`${nist}/${file}`], async () => {
    const bytes = readSample(`${nist}/${file}`);
    const result = await built(bytes, file);
    const clauses = placedClauses(result.text).map(({ clause }) => clause);
    expect(missing(crudeWords(new TextDecoder().decode(bytes)), wordsOf(result))).toEqual([]);
    expect(
      clauses.filter((clause) => /^([A-Z]\.)?\d/.test(clause.printed ?? '') && clause.heading !== ''),
    ).toHaveLength(headings);
  });

onSamples('every word of pasted PDF text arrives', [iot], async () => {
  const bytes = readSample(iot);
  const result = await built(bytes, iot);
  expect(missing(tally(new TextDecoder().decode(bytes)), wordsOf(result))).toEqual([]);
  expect(result.text.clauses.size).toBeGreaterThan(0);
});
