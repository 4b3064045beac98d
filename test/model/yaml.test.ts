import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readYaml, writeYaml } from '../../src/model/yaml.ts';
import { oddTextArb, runs } from '../helpers/arbitrary.ts';

const valueArb = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    oddTextArb,
    fc.string({ unit: 'binary' }),
    fc.constantFrom<unknown>(null, true, 0, -1.5, 'no', 'Null', '007', '1e3', '2026-01-01', '- a', 'a: b', '# a', ' a', 'é à', '<<'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(oddTextArb, tie('value'), { maxKeys: 3 }),
  ),
})).value; // prettier-ignore
const recordArb = fc.dictionary(
  fc.oneof(fc.constantFrom('id', 'title', 'true', '12', 'x-y'), oddTextArb),
  valueArb,
  {
    maxKeys: 5,
  },
);

describe('yaml', () => {
  test('reads back what it wrote, as any YAML reader does', () => {
    fc.assert(
      fc.property(recordArb, (value) => {
        const text = writeYaml(value);
        expect(readYaml(text)).toEqual({ ok: true, value: text === '' ? {} : value });
        if (text !== '') expect(parse(text)).toEqual(value);
      }),
      { numRuns: runs(400) },
    );
  });

  test('the quick reader says what the full one says, or nothing', () => {
    const line = fc.constantFrom(
      'a: b', 'a:', '  - x', '  - "y"', 'b: 12', 'c: "x\\ty"', 'c: "\\/"', "d: 'q'", 'e: yes', 'e: true', 'f: a # b', 'g: a: b',
      '- x', 'h: 1_0', 'i: x ', 'j: [a]', 'k: []', '', '# c', 'l: Null', 'm: é', 'n: |', 'a: again', 'null: 1', '  - true',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const source = lines.join('\n');
        const result = readYaml(source);
        let full: unknown;
        try {
          full = parse(source, { logLevel: 'error' }) ?? {};
        } catch {
          full = undefined;
        }
        if (result.ok) expect(result.value ?? {}).toEqual(full);
        else expect(full).toBeUndefined();
      }),
      { numRuns: runs(1000) },
    );
  });

  test('keeps the digits of a number as they were written', () => {
    expect(readYaml('printed: 1.10\na: 007\nb: 1.5\nc: [2.0, 3]\n')).toEqual({
      ok: true,
      value: { printed: '1.10', a: '007', b: 1.5, c: ['2.0', 3] },
    });
  });

  test('trouble has a line, and nothing is expanded or overflows', () => {
    expect(readYaml('a: 1\na: 2\n')).toMatchObject({ ok: false, trouble: { line: 2 } });
    expect(readYaml('a: &x 1\nb: *x\n')).toMatchObject({ ok: false, trouble: { line: 1 } });
    expect(readYaml('a: !thing 1\n')).toMatchObject({ ok: false, trouble: { line: 1 } });
    expect(readYaml('a: 1\nb: "open\n')).toMatchObject({ ok: false });
    expect(readYaml(`a: ${'['.repeat(100_000)}`)).toMatchObject({ ok: false });
    expect(readYaml('x'.repeat(8_000_001))).toMatchObject({ ok: false });
  });
});
