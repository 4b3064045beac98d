import { expect, test } from 'vitest';
import { readZip, writeZip } from '../../../src/exchange/zip.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const codeOf = async (bytes: Uint8Array): Promise<unknown> =>
  readZip(bytes, 'a.docx').then(
    () => 'no failure',
    (error: unknown) => (error as { code?: unknown }).code,
  );
/** The archive with one name overwritten everywhere by another of the same length. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1'));
}

test('what is written is read, in order, and the bytes do not depend on the time zone', async () => {
  const entries = [
    { path: 'mimetype', data: text('x'), store: true },
    { path: 'a/é.xml', data: text('words '.repeat(50)) },
    { path: 'empty', data: new Uint8Array() },
  ];
  const zone = process.env['TZ'];
  const zones = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'].map((tz) => {
    process.env['TZ'] = tz;
    return Buffer.from(writeZip(entries)).toString('hex');
  });
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  expect(new Set(zones).size).toBe(1);
  const back = await readZip(writeZip(entries), 'a.zip');
  expect([...back]).toEqual(entries.map(({ path, data }) => [path, data]));
});

test('archives that could harm are refused', async () => {
  const fine = writeZip([
    { path: 'aaaaaaaa', data: text('one'), store: true },
    { path: 'bbbbbbbb', data: text('two'), store: true },
  ]);
  expect(await codeOf(fine)).toBe('no failure');
  expect(await codeOf(renamed(fine, 'aaaaaaaa', '../../aa'))).toBe('zip-unsafe-path');
  expect(await codeOf(renamed(fine, 'aaaaaaaa', '/aaaaaaa'))).toBe('zip-unsafe-path');
  expect(await codeOf(renamed(fine, 'aaaaaaaa', '..\\..\\aa'))).toBe('zip-unsafe-path');
  expect(await codeOf(renamed(fine, 'aaaaaaaa', 'bbbbbbbb'))).toBe('zip-unsafe-path');
  expect(await codeOf(renamed(fine, 'aaaaaaaa', 'BBBBBBBB'))).toBe('zip-unsafe-path');
  expect(await codeOf(renamed(fine, 'one', 'eno'))).toBe('zip-damaged');
  expect(await codeOf(fine.slice(0, 60))).toBe('zip-damaged');
  expect(await codeOf(text('not an archive'))).toBe('zip-damaged');
  expect(await codeOf(new Uint8Array(0))).toBe('zip-damaged');
  expect(await codeOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]))).toBe(
    'zip-encrypted',
  );
  const encrypted = writeZip([{ path: 'a', data: text('one one one one') }]);
  const central = Buffer.from(encrypted).indexOf('PK\x01\x02', 0, 'latin1');
  encrypted[central + 8] = 1;
  expect(await codeOf(encrypted)).toBe('zip-encrypted');
  expect(await codeOf(writeZip([{ path: 'bomb', data: new Uint8Array(8_000_000) }]))).toBe('zip-bomb');
  const many = Array.from({ length: 10_001 }, (_, i) => ({
    path: `f${i}`,
    data: new Uint8Array(),
    store: true,
  }));
  expect(await codeOf(writeZip(many))).toBe('zip-bomb');
});
