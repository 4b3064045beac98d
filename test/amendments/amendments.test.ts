import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  editAmendment,
  findAmendment,
  linkAmendment,
  newAmendment,
  setStatus,
} from '../../src/amendments/amendment.ts';
import { addClaims, collectClaims, type Claim } from '../../src/amendments/claims.ts';
import {
  amendmentPath,
  parseAmendment,
  readAmendments,
  serialiseAmendment,
} from '../../src/amendments/file.ts';
import { schema } from '../../src/model/schema.ts';
import { clauseSentences } from '../../src/model/sentences-of.ts';
import { makeClause, type Clause } from '../../src/model/text.ts';

const clause = (text: string): Clause =>
  makeClause({
    id: 'c-1',
    kind: 'provision',
    body: schema.node('doc', null, text === '' ? [] : [schema.node('paragraph', null, schema.text(text))]),
  });
const runs = Number(process.env['CLAUSEWRIGHT_RUNS'] ?? 200);
const texts = fc
  .array(
    fc.constantFrom('Keep keys safe.', 'Keep all keys safe.', 'Test it.', 'Publish a policy.', 'Stop.'),
    {
      maxLength: 5,
    },
  )
  .map((sentences) => clause(sentences.join(' ')));

/** What the claims say comes and goes, by hash. */
function net(claims: readonly Claim[]): Map<string, number> {
  const out = new Map<string, number>();
  const add = (hash: string | null, by: number): void => {
    if (hash !== null) out.set(hash, (out.get(hash) ?? 0) + by);
  };
  for (const { from, to } of claims) {
    add(from, -1);
    add(to, 1);
  }
  for (const [hash, count] of out) if (count === 0) out.delete(hash);
  return out;
}
function difference(before: Clause, after: Clause): Map<string, number> {
  return net([
    ...clauseSentences(before).map(({ hash }) => ({ clause: 'c-1', from: hash, to: null })),
    ...clauseSentences(after).map(({ hash }) => ({ clause: 'c-1', from: null, to: hash })),
  ]);
}

describe('claims', () => {
  test('a rewritten sentence goes from old to new, the others stay out', () => {
    const before = clause('Publish a policy. Keep keys safe.');
    const after = clause('Publish a policy. Keep all keys safe. Stop.');
    const [, old] = clauseSentences(before);
    const [, fresh, stop] = clauseSentences(after);
    expect(collectClaims(before, after)).toEqual([
      { clause: 'c-1', from: old?.hash, to: fresh?.hash },
      { clause: 'c-1', from: null, to: stop?.hash },
    ]);
  });

  test('claims of several steps add up to the difference of the ends', () => {
    fc.assert(
      fc.property(texts, texts, texts, (a, b, c) => {
        const claims = addClaims(addClaims([], collectClaims(a, b)), collectClaims(b, c));
        expect(net(claims)).toEqual(difference(a, c));
        expect(addClaims(addClaims([], collectClaims(a, b)), collectClaims(b, a))).toSatisfy(
          (list: Claim[]) => net(list).size === 0,
        );
      }),
      { numRuns: runs, seed: 9 },
    );
  });

  test('a chain is shortened, but not over a sentence that stands in a version', () => {
    const first = [{ clause: 'c', from: 'a', to: 'b' }];
    const second = [{ clause: 'c', from: 'b', to: 'c' }];
    expect(addClaims(first, second)).toEqual([{ clause: 'c', from: 'a', to: 'c' }]);
    expect(addClaims(first, second, new Set(['b']))).toEqual([...first, ...second]);
  });
});

describe('amendments', () => {
  const one = linkAmendment(newAmendment({ title: 'Keys', rationale: 'Asked for: "why"' }, [], 'x'), {
    clauses: ['c-1', 'c-1'],
    comments: ['k-001'],
  });
  const claimed = {
    ...one,
    claims: addClaims([], [{ clause: 'c-1', from: null, to: '00ff' }]),
    extra: { later: 1 },
  };

  test('come back from their files byte for byte', () => {
    const file = serialiseAmendment(claimed);
    expect(parseAmendment(file, amendmentPath(one.id))).toEqual({ amendment: claimed, findings: [] });
    expect(parseAmendment('id: a\nstatus: odd\n', 'amendments/a.yaml').findings[0]).toMatchObject({
      line: 2,
    });
  });

  test('are found by number, earlier number and id; a number given twice names both', () => {
    const two = { ...newAmendment({ title: 'Two' }, [one], 'y'), aliases: ['A-007'] };
    expect(two.number).toBe('A-002');
    expect(findAmendment([one, two], 'a-007').id).toBe(two.id);
    expect(findAmendment([one, two], one.id)).toBe(one);
    const files = new Map([one, two].map((a) => [amendmentPath(a.id), serialiseAmendment(a)]));
    expect(readAmendments(files).amendments.map(({ number }) => number)).toEqual(['A-001', 'A-002']);
    const twin = { ...two, number: 'A-001' };
    expect(() => findAmendment([one, twin], 'A-001')).toThrow(`${one.id} (Keys), ${two.id} (Two)`);
    expect(() => findAmendment([one], 'A-9')).toThrow('no amendment "A-9"');
  });

  test('refuse an empty title and an unknown state', () => {
    expect(() => editAmendment(one, { title: ' ' })).toThrow('needs a title');
    expect(() => setStatus(one, 'done')).toThrow('use one of proposed');
    expect(setStatus(one, 'agreed').status).toBe('agreed');
  });
});
