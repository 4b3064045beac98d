import { expect, test } from 'vitest';
import { buildText } from '../../../src/exchange/build/build.ts';
import { readHtml } from '../../../src/exchange/html/read-source.ts';
import { readMarkdown } from '../../../src/exchange/markdown/read.ts';
import { readPlain } from '../../../src/exchange/plain/read.ts';

const built = (source: ReturnType<typeof readHtml>) => buildText(source, { name: 'code', seed: 's' });

test('pages nested without end keep their words', () => {
  const deep = `${'<div>'.repeat(20_000)}found`;
  const mixed = `${`${'<div>'.repeat(90)}<blockquote>`.repeat(200)}found`;
  for (const page of [deep, mixed])
    expect(JSON.stringify(readHtml(page, 'x.html').blocks.map((block) => block.node.textContent))).toContain(
      'found',
    );
});

test('one paragraph of many lines is read in a moment', () => {
  const before = performance.now();
  const lines = 'some words of a line\n'.repeat(20_000);
  built(readPlain(lines, 'x.txt'));
  built(readMarkdown(lines.replaceAll('words', '&amp;'), 'x.md'));
  expect(performance.now() - before).toBeLessThan(4000);
});

test('more than 20,000 clauses are refused', () => {
  const text = Array.from({ length: 20_001 }, (_, at) => `# H${at}`).join('\n');
  expect(() => built(readMarkdown(text, 'x.md'))).toThrow(/20000 clauses \(at line 20001\)/);
});

test('clauses deeper than nine levels are refused', () => {
  const text = Array.from(
    { length: 10 },
    (_, at) => `# ${Array.from({ length: at + 1 }, () => '1').join('.')}. H`,
  );
  expect(() => built(readMarkdown(text.join('\n\n'), 'x.md'))).toThrow(/deeper than 9/);
});
