import { Failure } from '../model/failure.ts';
import { currentDisposition, type Comment, type Disposition, type StoredComment } from './types.ts';

/** What a disposition lacks by the rules of domain.md 5.3, as one sentence; null where it may stand. */
function canDispose(comment: StoredComment, disposition: Disposition): string | null {
  const lacks = (what: string): string =>
    `Comment ${comment.id}: "${disposition.disposition}" needs ${what}.`;
  const reason = disposition.reason.trim() !== '';
  const pointer = disposition.pointer.trim() !== '';
  switch (disposition.disposition) {
    case 'accepted':
      return comment.amendments.length > 0
        ? null
        : lacks('an amendment linked to the comment; link one first');
    case 'acceptedWithModification':
      if (comment.amendments.length === 0) return lacks('an amendment linked to the comment; link one first');
      return reason ? null : lacks('a reason for the difference; give one with --reason');
    case 'rejected':
      return reason ? null : lacks('a reason; give one with --reason');
    case 'outOfScope':
      return reason || pointer
        ? null
        : lacks('a reason or the place it was passed to; give one with --reason');
    case 'alreadyAddressed':
      return pointer || comment.links.length > 0
        ? null
        : lacks('the clause that addresses it; give it with --pointer');
    case 'duplicate':
    case 'superseded':
      return pointer ? null : lacks('the comment it repeats or gave way to; give it with --pointer');
    case 'deferred':
      return pointer || reason
        ? null
        : lacks('the edition or document it is deferred to; give it with --pointer');
    case 'withdrawn':
      return disposition.by !== '' && disposition.at !== '' ? null : lacks('who withdrew it and when');
    case 'noted':
    case 'open':
      return null;
  }
}

/** The comment with the disposition added to its history. Throws `disposition` with what is lacking. */
export function dispose<T extends StoredComment>(comment: T, disposition: Disposition): T {
  const lack = canDispose(comment, disposition);
  if (lack)
    throw new Failure('disposition', lack, { comment: comment.id, disposition: disposition.disposition });
  return { ...comment, dispositions: [...comment.dispositions, disposition] };
}

export interface Stats {
  readonly responses: number;
  readonly comments: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly byQuestion: Readonly<Record<string, number>>;
  readonly byClause: Readonly<Record<string, number>>;
  readonly byDisposition: Readonly<Record<string, number>>;
  readonly undisposed: number;
}

/** Counts of comments; `responses` is how many came, those without a comment too. */
export function feedbackStats(comments: readonly Comment[], responses: number): Stats {
  const count = (keys: (comment: Comment) => readonly string[]): Record<string, number> => {
    const totals = new Map<string, number>();
    for (const comment of comments)
      for (const key of keys(comment)) totals.set(key, (totals.get(key) ?? 0) + 1);
    return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return {
    responses,
    comments: comments.length,
    byType: count(({ type }) => [type]),
    byQuestion: count(({ question }) => [question]),
    byClause: count(({ links }) => [...new Set(links.map(({ clause }) => clause))]),
    byDisposition: count((comment) => [currentDisposition(comment)]),
    undisposed: comments.filter((comment) => currentDisposition(comment) === 'open').length,
  };
}
