import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redlineDocx } from '../../../src/exchange/docx/redline.ts';
import { documentLines } from '../../../src/exchange/lines.ts';
import { byId } from '../../../src/model/plain.ts';
import { placedClauses, type Text } from '../../../src/model/text.ts';
import { labelsOf } from '../../../src/numbering/labels.ts';
import { redline } from '../../../src/redline/compare.ts';
import type { Side } from '../../../src/redline/types.ts';
import { editedPairArb, runs } from '../../helpers/arbitrary.ts';

const side = (name: string, text: Text): Side => ({ name, text, labels: labelsOf(text), resolve: byId });
const details = { author: 'Drafting team', date: '2026-03-14T09:30:00Z', byChange: new Map() };

/** Footnote anchors are printed as words in a redline, and pandoc sets aside what it takes for a title: both left out. */
const plain = (text: Text): boolean =>
  placedClauses(text).every(({ clause }) => {
    let notes = false;
    clause.body.descendants((node) => {
      notes ||= node.type.name === 'footnote';
    });
    return !notes;
  });

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');

/** The words pandoc sees: a reader of Word files that is not ours. */
function words(node: unknown): string {
  if (Array.isArray(node)) return node.map(words).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { t, c } = node as { t?: string; c?: unknown };
  if (t === 'Str') return String(c);
  if (t === 'Code' || t === 'Math' || t === 'CodeBlock') return String((c as unknown[])[1]);
  return Object.values(node).map(words).join('');
}

test('[law 2] another reader of Word files sees the base when it rejects, the target when it accepts', () => {
  const pairs = fc
    .sample(editedPairArb(), { numRuns: runs(24), seed: 7 })
    .filter(({ base, target }) => plain(base) && plain(target));
  expect(pairs.length).toBeGreaterThan(3);
  const folder = mkdtempSync(join(tmpdir(), 'clausewright-'));
  try {
    for (const { base, target } of pairs.slice(0, runs(8))) {
      const value = redline(side('a', base), side('b', target));
      const file = join(folder, 'redline.docx');
      writeFileSync(file, redlineDocx(value, details));
      for (const [how, one] of [
        ['reject', value.base],
        ['accept', value.target],
      ] as const) {
        const out = join(folder, 'out.json');
        execFileSync('pandoc', [`--track-changes=${how}`, file, '-t', 'json', '-o', out]);
        const parsed = JSON.parse(readFileSync(out, 'utf8')) as { meta: unknown; blocks: unknown };
        const wanted = documentLines(one.text, one);
        const title = one.text.meta.title.trim() === '' ? 0 : 1;
        expect(letters(words(parsed.blocks))).toBe(letters(wanted.slice(title).join('')));
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
