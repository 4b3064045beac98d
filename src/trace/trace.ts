import type { Amendment } from '../amendments/amendment.ts';
import { currentDisposition, type Comment, type DispositionName } from '../feedback/types.ts';
import type { Redline } from '../redline/types.ts';
import { account, balanceOf, type Accounted, type Balance, type Outside } from './balance.ts';

const gapKinds = [
  'accepted-without-change',
  'change-without-reason',
  'comment-without-disposition',
  'rejected-without-reason',
  'amendment-without-comments-or-rationale',
] as const;
interface Gap {
  readonly kind: (typeof gapKinds)[number];
  /** Id of the comment, clause or amendment. */
  readonly subject: string;
  readonly message: string;
}

/** A commit between the two versions, as the history tells it. */
interface TraceRecord {
  readonly commit: string;
  readonly message: string;
  readonly author: string;
  readonly date: string;
  /** Ids of the clauses it changed. */
  readonly clauses: readonly string[];
}

export interface Trace {
  readonly comments: readonly {
    readonly id: string;
    readonly clauses: readonly string[];
    readonly disposition: DispositionName;
    readonly amendments: readonly string[];
    /** Changed clauses that the comment's amendments account for. */
    readonly changed: readonly string[];
  }[];
  readonly amendments: readonly {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly status: string;
    readonly clauses: readonly string[];
    readonly comments: readonly string[];
    readonly words: number;
  }[];
  readonly clauses: readonly {
    readonly id: string;
    readonly baseLabel: string;
    readonly targetLabel: string;
    readonly kinds: readonly string[];
    readonly amendments: readonly string[];
    readonly comments: readonly string[];
    readonly records: readonly string[];
    readonly explained: number;
    readonly outside: number;
    readonly unexplained: number;
  }[];
  readonly records: readonly TraceRecord[];
  readonly balance: Omit<Balance, 'byAmendment'> & { readonly byAmendment: Readonly<Record<string, number>> };
  readonly gaps: readonly Gap[];
}

export interface TraceInput {
  readonly redline: Redline;
  readonly amendments: readonly Amendment[];
  readonly comments: readonly Comment[];
  readonly records: readonly TraceRecord[];
  readonly outside: readonly Outside[];
}

/** Comments, amendments, changed clauses and records joined, with the word balance and what is missing. */
export function trace({ redline, amendments, comments, records, outside }: TraceInput): Trace {
  const accounted = account(redline, amendments, outside);
  const { byAmendment, ...totals } = balanceOf(accounted);
  const reasons = reasonsFor(accounted, amendments, comments);
  const clauses = redline.changes.map((change) => {
    const own = accounted.filter((one) => one.change === change.id);
    const words = (cause: Accounted['cause']): number =>
      own.reduce((sum, one) => sum + (one.cause === cause ? one.words : 0), 0);
    const ids = new Set([...change.baseIds, ...change.targetIds]);
    return {
      id: change.id,
      baseLabel: change.baseLabels[0] ?? '',
      targetLabel: change.targetLabels[0] ?? '',
      kinds: change.kinds,
      ...reasons(change.id),
      records: records
        .filter((record) => record.clauses.some((id) => ids.has(id)))
        .map(({ commit }) => commit),
      explained: words('explained'),
      outside: words('outside'),
      unexplained: words('unexplained'),
    };
  });
  const amendmentsOf = linkedAmendments(amendments);
  const traced = comments.map((comment) => {
    const own = amendmentsOf(comment);
    return {
      id: comment.id,
      clauses: comment.links.map(({ clause }) => clause),
      disposition: currentDisposition(comment),
      amendments: own.map(({ id }) => id),
      changed: clauses
        .filter((clause) => own.some(({ id }) => clause.amendments.includes(id)))
        .map(({ id }) => id),
    };
  });
  return {
    comments: traced,
    amendments: amendments.map((amendment) => ({
      id: amendment.id,
      number: amendment.number,
      title: amendment.title,
      status: amendment.status,
      clauses: amendment.clauses,
      comments: commentsOf(amendment, comments),
      words: byAmendment.get(amendment.id) ?? 0,
    })),
    clauses,
    records,
    balance: { ...totals, byAmendment: Object.fromEntries(byAmendment) },
    gaps: [
      ...commentGaps(comments, amendmentsOf),
      ...clauses.flatMap(
        ({ id, targetLabel, baseLabel, unexplained }): Gap[] =>
        unexplained === 0
          ? []
          : [{ kind: 'change-without-reason', subject: id, message: `${targetLabel || baseLabel || id}: ${unexplained} changed ${unexplained === 1 ? 'word has' : 'words have'} no amendment; claim them with "clausewright amendment claim".` }], // prettier-ignore
      ),
      ...amendments.flatMap(
        (amendment): Gap[] =>
        amendment.status === 'withdrawn' || amendment.rationale !== '' || commentsOf(amendment, comments).length > 0
          ? []
          : [{ kind: 'amendment-without-comments-or-rationale', subject: amendment.id, message: `${amendment.number} answers no comment and gives no rationale; link a comment or write why.` }], // prettier-ignore
      ),
    ],
  };
}

/** Amendments and comments that account for a change of a redline, by its id: what the exports print beside it. */
export function reasonsFor(
  accounted: readonly Accounted[],
  amendments: readonly Amendment[],
  comments: readonly Comment[],
): (change: string) => { readonly amendments: readonly string[]; readonly comments: readonly string[] } {
  const byChange = new Map<string, Set<string>>();
  for (const one of accounted) {
    const ids = byChange.get(one.change) ?? new Set();
    for (const id of one.amendments) ids.add(id);
    byChange.set(one.change, ids);
  }
  return (change) => {
    const ids = byChange.get(change) ?? new Set();
    const own = amendments.filter(({ id }) => ids.has(id));
    return {
      amendments: own.map(({ id }) => id),
      comments: [...new Set(own.flatMap((amendment) => commentsOf(amendment, comments)))],
    };
  };
}

/** A link counts whichever of the two files holds it. */
const commentsOf = (amendment: Amendment, comments: readonly Comment[]): string[] => [
  ...new Set([
    ...amendment.comments,
    ...comments.filter((comment) => comment.amendments.includes(amendment.id)).map(({ id }) => id),
  ]),
];
const linkedAmendments =
  (amendments: readonly Amendment[]) =>
  (comment: Comment): Amendment[] =>
    amendments.filter(({ id, comments }) => comment.amendments.includes(id) || comments.includes(comment.id));

function commentGaps(
  comments: readonly Comment[],
  amendmentsOf: (comment: Comment) => readonly Amendment[],
): Gap[] {
  return comments.flatMap((comment): Gap[] => {
    const subject = comment.id;
    const disposition = currentDisposition(comment);
    const reason = comment.dispositions.at(-1)?.reason.trim() ?? '';
    if (disposition === 'open')
      return [
        {
          kind: 'comment-without-disposition',
          subject,
          message: `Comment ${subject} has no disposition yet.`,
        },
      ];
    if (disposition === 'rejected' && reason === '')
      return [{ kind: 'rejected-without-reason', subject, message: `Comment ${subject} is rejected without a reason; write why.` }]; // prettier-ignore
    const accepted = disposition === 'accepted' || disposition === 'acceptedWithModification';
    // An amendment of this draft counts once it has changed something, in these two versions or before.
    const changed = amendmentsOf(comment).some(
      ({ status, claims }) => status !== 'withdrawn' && status !== 'rejected' && claims.length > 0,
    );
    return accepted && !changed
      ? [{ kind: 'accepted-without-change', subject, message: `Comment ${subject} is accepted, but no amendment linked to it has changed a word.` }] // prettier-ignore
      : [];
  });
}
