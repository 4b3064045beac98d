import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNewerFormat, readDraftMeta, writeDraftMeta } from '../../src/model/draft-meta.ts';
import {
  changedFiles,
  clausePath,
  readText,
  textFiles,
  textNames,
  type ClauseCache,
} from '../../src/model/draft-files.ts';
import { Failure } from '../../src/model/failure.ts';
import { defaultMeta, makeClause, type Text } from '../../src/model/text.ts';
import { editedPairArb, runs, wildTextArb } from '../helpers/arbitrary.ts';

const plainOf = (text: Text): unknown => ({
  ...text,
  clauses: [...text.clauses.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((clause) => ({ ...clause, body: clause.body.toJSON() as unknown })),
});

const clauses = ['a-1', 'b-2', 'c-3'].map((id) => makeClause({ id, kind: 'provision', heading: id }));
const small: Text = {
  name: 'code',
  meta: { ...defaultMeta, title: 'Small' },
  outline: [
    { id: 'a-1', children: [{ id: 'b-2', children: [] }] },
    { id: 'c-3', children: [] },
  ],
  clauses: new Map(clauses.map((clause) => [clause.id, clause])),
  findings: [],
};
const withFile = (path: string, content: string | null): Map<string, string> => {
  const files = textFiles(small);
  if (content === null) files.delete(path);
  else files.set(path, content);
  return files;
};
const outline = 'texts/code/outline.yaml';
const rules = (text: Text): string[] => text.findings.map((finding) => finding.rule);

describe("a text's files", () => {
  test('law 1: a text reads back from its files, and opening changes none', () => {
    fc.assert(
      fc.property(wildTextArb, (text) => {
        const files = textFiles(text);
        const again = readText('code', files);
        expect(plainOf(again)).toEqual(plainOf(text));
        expect(changedFiles(text, again).size).toBe(0);
        expect(textNames(files)).toEqual(['code']);
      }),
      { numRuns: runs(60) },
    );
  });

  test('changed files turn the files of one text into those of the other, and touch no other clause', () => {
    fc.assert(
      fc.property(editedPairArb(), ({ base, target }) => {
        const files = textFiles(base);
        const cache: ClauseCache = new Map();
        readText('code', files, cache);
        const changes = changedFiles(base, target);
        for (const [path, content] of changes) {
          expect(files.get(path)).not.toBe(content ?? undefined);
          if (content === null) files.delete(path);
          else files.set(path, content);
        }
        expect(files).toEqual(textFiles(target));
        expect(plainOf(readText('code', files, cache))).toEqual(plainOf(target));
      }),
      { numRuns: runs(60) },
    );
  });

  test('a clause written by hand is not rewritten until it is edited', () => {
    const path = clausePath('code', 'a-1');
    const files = withFile(path, '---\nkind:   provision\nid: a-1\n---\nOne. Two *words*.\n');
    const text = readText('code', files);
    expect(text.findings).toEqual([]);
    const clause = text.clauses.get('a-1');
    if (!clause) throw new Error('no clause');
    expect(changedFiles(text, { ...text, clauses: new Map(text.clauses).set('a-1', { ...clause }) }).size).toBe(0);
    const edited = changedFiles(text, { ...text, clauses: new Map(text.clauses).set('a-1', { ...clause, heading: 'H' }) });
    expect([...edited]).toEqual([[path, '---\nid: a-1\nkind: provision\nheading: H\n---\n\nOne.\nTwo *words*.\n']]);
  }); // prettier-ignore

  test('the outline has one id a line', () => {
    expect(textFiles(small).get(outline)).toBe('- a-1:\n  - b-2\n- c-3\n');
    const numeric = makeClause({ id: '12', kind: 'term' });
    const text: Text = {
      ...small,
      outline: [{ id: '12', children: [] }],
      clauses: new Map([['12', numeric]]),
    };
    expect(textFiles(text).get(outline)).toBe('- "12"\n');
    expect(plainOf(readText('code', textFiles(text)))).toEqual(plainOf(text));
  });

  test('what is broken is found with file and line, and the rest opens', () => {
    const broken = (content: string | null): Text => readText('code', withFile(outline, content));

    const missing = broken('- a-1:\n  - gone-1:\n    - b-2\n- c-3\n');
    expect(missing.findings).toMatchObject([{ rule: 'outline-names-missing', file: outline, line: 2 }]);
    expect(missing.outline[0]).toEqual({ id: 'a-1', children: [{ id: 'b-2', children: [] }] });

    const twice = broken('- a-1\n- b-2\n- a-1:\n  - c-3\n');
    expect(twice.findings).toMatchObject([{ rule: 'outline-twice', line: 3 }]);
    expect(twice.outline.map((node) => node.id)).toEqual(['a-1', 'b-2', 'c-3']);

    const cycle = broken('- a-1:\n  - b-2:\n    - a-1\n- c-3\n');
    expect(cycle.findings).toMatchObject([{ rule: 'outline-cycle', line: 3 }]);

    const noise = broken('- a-1\n  what is this\n- b-2\n');
    expect(rules(noise)).toEqual(['outline-line', 'outline-lacks']);
    expect(noise.findings[1]).toMatchObject({ clause: 'c-3', file: clausePath('code', 'c-3') });

    expect(rules(broken(null))).toEqual(['outline-missing']);
    expect(broken(null).clauses.size).toBe(3);

    const deep = broken(Array.from({ length: 12 }, (_, i) => `${'  '.repeat(i)}- ${i === 0 ? 'a-1' : i === 11 ? 'b-2' : `x-${i}`}:`).join('\n'));
    expect(rules(deep)).toContain('outline-depth');
    expect(deep.clauses.has('b-2')).toBe(true);

    const path = clausePath('code', 'b-2');
    const renamed = readText('code', withFile(path, '---\nid: other-9\nkind: term\n---\n'));
    expect(renamed.findings).toMatchObject([{ rule: 'clause-id', file: path, line: 2 }]);
    expect(renamed.clauses.get('b-2')?.kind).toBe('term');

    const meta = readText('code', withFile('texts/code/text.yaml', 'title: T\nprofile: hymn\n'));
    expect(meta.findings).toMatchObject([{ rule: 'text-meta', line: 2 }]);
    expect(meta.meta.title).toBe('T');
    expect(rules(readText('code', withFile('texts/code/text.yaml', null)))).toEqual(['text-meta']);
  }); // prettier-ignore

  test('limits and absent texts are refused with one sentence', () => {
    expect(() => readText('guide', textFiles(small))).toThrow(/no text "guide".*code/);
    const many = Array.from({ length: 20_001 }, (_, i) => `- x-${i}`).join('\n');
    expect(() => readText('code', withFile(outline, many))).toThrow(/20,000/);
  });

  test('draft.yaml is read, written, and refused where it is none', () => {
    const meta = {
      format: 1,
      id: 'my-code',
      title: 'My: Code',
      text: 'code',
      marking: '',
      extra: { x: [1] },
    };
    const content = writeDraftMeta(meta);
    expect(content).toBe('format: 1\nid: my-code\ntitle: "My: Code"\ntext: code\nx:\n  - 1\n');
    expect(readDraftMeta(new Map([['draft.yaml', content]]))).toEqual(meta);
    expect(isNewerFormat(readDraftMeta(new Map([['draft.yaml', 'format: 2\nid: a\n']])))).toBe(true);
    const codeOf = (files: [string, string][]): unknown => {
      try {
        return readDraftMeta(new Map(files));
      } catch (error) {
        return error instanceof Failure ? { code: error.code, line: error.data['line'] } : error;
      }
    };
    expect(codeOf([])).toEqual({ code: 'not-a-draft', line: undefined });
    expect(codeOf([['draft.yaml', 'format: 1\nid: [\n']])).toMatchObject({ code: 'not-a-draft' });
    expect(codeOf([['draft.yaml', 'format: 1\nid: NO GOOD\n']])).toEqual({ code: 'not-a-draft', line: 2 });
    expect(codeOf([['draft.yaml', 'words']])).toMatchObject({ code: 'not-a-draft' });
  });
});
