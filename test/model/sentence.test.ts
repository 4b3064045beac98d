import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { schema } from '../../src/model/schema.ts';
import { splitSentences } from '../../src/model/sentence.ts';
import { clauseSentences, sentenceHash } from '../../src/model/sentences-of.ts';
import { makeClause } from '../../src/model/text.ts';
import { oddTextArb, runs, tidyTextArb } from '../helpers/arbitrary.ts';

const vectors = z
  .object({
    sentences: z.array(z.object({ text: z.string(), sentences: z.array(z.string()) })).min(20),
  })
  .parse(JSON.parse(readFileSync(new URL('../../docs/format-vectors.json', import.meta.url), 'utf8')));

describe('the sentence rule of format 1', () => {
  test.each(vectors.sentences)('$text', ({ text, sentences }) => {
    expect(splitSentences(text)).toEqual(sentences);
  });

  test('sentences joined are the text, none is empty, and a sentence is one sentence', () => {
    fc.assert(
      fc.property(fc.oneof(oddTextArb, tidyTextArb, fc.string({ unit: 'binary' })), (text) => {
        const sentences = splitSentences(text);
        expect(sentences.join('')).toBe(text);
        for (const sentence of sentences) {
          expect(sentence).not.toBe('');
          expect(splitSentences(sentence)).toEqual([sentence]);
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  test('long runs of points and abbreviations take no time to speak of', () => {
    for (const text of ['.'.repeat(500_000) + 'x', 'e.g. '.repeat(200_000), 'A. '.repeat(300_000), '.' + ')'.repeat(500_000)])
      expect(splitSentences(text).join('')).toHaveLength(text.length);
  }); // prettier-ignore
});

describe('the sentences of a clause', () => {
  test('are its heading, its actors and every sentence of its body, with stable hashes', () => {
    const p = (text: string) => schema.node('paragraph', null, [schema.text(text)]);
    const note = schema.node('footnote', null, [p('Since 1901.')]);
    const body = schema.node('doc', null, [
      schema.node('paragraph', null, [
        schema.text('Keep the log. See '),
        schema.node('xref', { id: 'log-1' }),
        note,
        schema.text('. Sign it.'),
      ]),
      schema.node('table', null, [
        schema.node('table_row', null, [schema.node('table_cell', null, [p('One. Two.')])]),
      ]),
      schema.node('paragraph'),
    ]);
    const clause = makeClause({
      id: 'a',
      kind: 'provision',
      heading: 'Log',
      actors: ['Owners', 'Keepers'],
      body,
    });
    const sentences = clauseSentences(clause);
    expect(sentences.map(({ where, text }) => `${where}: ${text}`)).toEqual([
      'heading: Log',
      'actors: Keepers; Owners',
      'body: Keep the log.',
      'body: See [[log-1]].',
      'body: Sign it.',
      'body: One.',
      'body: Two.',
      'body: Since 1901.',
    ]);
    for (const { hash } of sentences) expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(sentenceHash('e\u0301')).toBe(sentenceHash('\u00e9'));
    expect(clauseSentences({ ...clause, actors: ['Keepers', 'Owners'] })).toEqual(sentences);
  });
});
