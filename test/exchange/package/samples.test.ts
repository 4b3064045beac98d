import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildText } from '../../../src/exchange/build/build.ts';
import { buildPackage } from '../../../src/exchange/package/build.ts';
import { verifyPackage } from '../../../src/exchange/package/verify.ts';
import { readSource } from '../../../src/exchange/read-source.ts';
import { labelsOf } from '../../../src/numbering/labels.ts';
import { resolver } from '../../../src/numbering/references.ts';
import { align } from '../../../src/redline/align.ts';
import { redline } from '../../../src/redline/compare.ts';
import type { Side } from '../../../src/redline/types.ts';
import { mapping } from '../../../src/transition/mapping.ts';
import { print } from '../../helpers/arbitrary.ts';
import { onSamples, readSample } from '../../helpers/samples.ts';

async function side(name: string, bytes: Uint8Array): Promise<Side> {
  const source = await readSource(bytes, name, { changes: 'accept' });
  const { text } = buildText(source, { name: 'code', seed: 'code' });
  const labels = labelsOf(text);
  return { name, text, labels, resolve: resolver(labels, text.name) };
}

async function holds(base: Side, target: Side): Promise<void> {
  const value = redline(base, target, align(base, target));
  const began = performance.now();
  const bytes = await buildPackage({
    draft: 'sample',
    title: 'Sample',
    toolVersion: '0.1.0',
    base: { version: base.name, commit: '' },
    target: { version: target.name, commit: '' },
    asOf: '',
    redline: value,
    details: { author: 'Drafting team', date: '2026-03-14T09:30:00Z', byChange: new Map() },
    comments: [],
    amendments: [],
    mapping: mapping(value),
    trace: {},
  });
  const built = performance.now();
  const { checks } = await verifyPackage(bytes, { base: base.text, target: target.text });
  print(`package of ${target.text.clauses.size} clauses, ${value.changes.length} changes: ${Math.round(bytes.length / 1000)} kB, built in ${Math.round(built - began)} ms, checked in ${Math.round(performance.now() - built)} ms`); // prettier-ignore
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

test('the sample draft makes a package that passes its checks', async () => {
  const read = (file: string): Promise<Side> =>
    side(file, new Uint8Array(readFileSync(join(import.meta.dirname, '../../../assets/sample', file))));
  await holds(await read('code-1.md'), await read('code-3.md'));
});

const nist = (edition: string, file: string): string => `docs/nist-800-63-3/${edition}/${file}`;
for (const file of ['sp800-63b.md', 'sp800-63-3.md']) {
  const paths = [nist('draft-2017-01-30', file), nist('final-2017-06-26', file)] as const;
  onSamples(`${file}, draft and final, makes a package that passes its checks`, paths, async () => {
    await holds(await side('draft.md', readSample(paths[0])), await side('final.md', readSample(paths[1])));
  });
}
