import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseClause, serialiseClause } from '../../src/model/clause-file.ts';
import { readBody } from '../../src/model/markdown/read-blocks.ts';
import { writeBody } from '../../src/model/markdown/write-blocks.ts';
import { readOutline, writeOutline } from '../../src/model/outline-file.ts';

const page = readFileSync(new URL('../../docs/format.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^(`{3,})text\n([\s\S]*?)\n\1$/gm)].map((match) => match[2] ?? '');

test('every example of the format is what the program itself writes', () => {
  expect(examples.length).toBeGreaterThanOrEqual(7);
  for (const example of examples) {
    if (example.startsWith('---\n')) {
      const { clause, findings } = parseClause(`${example}\n`, 'log-crossings-k3f9qz.md');
      expect(findings).toEqual([]);
      expect(clause && serialiseClause(clause)).toBe(`${example}\n`);
    } else if (/^- [a-z0-9-]+\n- .*:\n/.test(example)) {
      expect(writeOutline(readOutline(example, 'outline.yaml').entries)).toBe(`${example}\n`);
    } else expect(writeBody(readBody(example.split('\n')).body)).toBe(example);
  }
});
