import { describe, expect, test } from 'vitest';
import { dispose, feedbackStats } from '../../src/feedback/disposing.ts';
import { commentFiles, consultationPath, feedbackPath, intakePath, readFeedback, serialiseConsultation, serialiseIntake } from '../../src/feedback/files.ts'; // prettier-ignore
import { findLeaks } from '../../src/feedback/leaks.ts';
import { commentSchema, commentText, dispositionSchema, heldByKey, heldResponseSchema, type Comment } from '../../src/feedback/types.ts'; // prettier-ignore

const comment: Comment = {
  ...commentSchema.parse({ id: 'open-002', question: 'q1', start: 0, end: 5, links: [{ clause: 'c-1' }] }),
  response: 'r-1',
  consultation: 'open',
};
const disposition = (name: string, more: object = {}) =>
  dispositionSchema.parse({ disposition: name, ...more });
const held = heldResponseSchema.parse({
  consultation: 'open',
  response: 'r-1',
  answers: { q1: 'Lamps on every quay ought to burn from dusk until the last ferry is in.', q2: 'Paint the bollards yellow' },
  identity: { name: 'Maud Trellis', email: 'maud@example.org' },
}); // prettier-ignore

describe('feedback on disk', () => {
  test('comes back from its files', () => {
    const consultation = { id: 'open', kind: 'public' as const, version: 'one', opens: '2026-01-01', closes: [{ date: '2026-03-01', announced: '', reason: '' }], questions: [{ id: 'q1', text: 'Why?', about: ['c-1'] }] }; // prettier-ignore
    const intake = [{ response: 'r-1', channel: 'csv', received: '', hash: 'ab', state: 'held' as const }];
    const done = dispose(comment, disposition('rejected', { reason: 'Out of proportion: "cost"' }));
    const files = new Map([
      [consultationPath('open'), serialiseConsultation(consultation)],
      [intakePath('open'), serialiseIntake(intake)],
      ...commentFiles([done, { ...comment, id: 'open-010' }]),
    ]);
    expect(readFeedback(files)).toEqual({
      consultations: [consultation],
      intake: new Map([['open', intake]]),
      comments: [done, { ...comment, id: 'open-010' }],
      findings: [],
    });
    expect(files.get(intakePath('open'))?.split('\n')).toHaveLength(3);
    const broken = readFeedback(new Map([[feedbackPath('open', 'r-1'), 'comments:\n  - id: [\n']]));
    expect(broken.findings[0]?.message).toContain('feedback/open/r-1.yaml, line');
  });

  test('holds no words: they come from the vault, or not at all', () => {
    expect(commentText(comment, heldByKey([held]))).toBe('Lamps');
    expect(commentText(comment, null)).toBeNull();
    expect(commentText({ ...comment, response: 'r-2' }, heldByKey([held]))).toBeNull();
  });
});

describe('dispositions', () => {
  test.each([
    ['accepted', {}, 'amendment'],
    ['acceptedWithModification', { reason: 'x' }, 'amendment'],
    ['rejected', { reason: ' ' }, 'reason'],
    ['outOfScope', {}, 'reason'],
    ['duplicate', {}, 'comment it repeats'],
    ['withdrawn', { by: 'them' }, 'when'],
  ])('%s with %o lacks something', (name, more, lack) => {
    expect(() => dispose(comment, disposition(name, more))).toThrow(lack);
  });

  test('stand once they have what they need, with those before', () => {
    const linked = { ...comment, amendments: ['a-1'] };
    const twice = dispose(dispose(linked, disposition('noted')), disposition('accepted'));
    expect(twice.dispositions.map((one) => one.disposition)).toEqual(['noted', 'accepted']);
    expect(feedbackStats([twice, comment], 3)).toEqual({
      responses: 3,
      comments: 2,
      byType: { general: 2 },
      byQuestion: { q1: 2 },
      byClause: { 'c-1': 2 },
      byDisposition: { accepted: 1, open: 1 },
      undisposed: 1,
    });
  });
});

describe('the search for leaks', () => {
  const find = (text: string): string[] =>
    findLeaks(new Map([['x.md', text]]), [held]).map(({ what }) => what);
  test('finds names, addresses, runs of words and short answers, however they are set', () => {
    expect(find('Thanks to MAUD\n  Trellis.')).toEqual(['a name of response r-1']);
    expect(find('<a href="mailto:Maud@Example.org">')).toEqual(['an e-mail address of response r-1']);
    expect(find('so *every quay* ought to burn\nfrom dusk until, one wrote')).toEqual([
      'words of response r-1',
    ]);
    expect(find('They said “paint the bollards yellow”!')).toEqual(['words of response r-1']);
  });
  test('leaves alone what anybody writes, and what was published before', () => {
    expect(find('Maud, a trellis, and lamps on every quay')).toEqual([]);
    const quoted = 'Lamps on every quay ought to burn from dusk';
    expect(findLeaks(new Map([['x.md', quoted]]), [held], [quoted])).toEqual([]);
  });
});
