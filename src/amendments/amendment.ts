import { Failure } from '../model/failure.ts';
import { tail } from '../model/ids.ts';
import type { Claim } from './claims.ts';

export const amendmentStatuses = ['proposed', 'agreed', 'applied', 'withdrawn', 'rejected'] as const;
type AmendmentStatus = (typeof amendmentStatuses)[number];

/** A reasoned proposal to change named clauses. Immutable. */
export interface Amendment {
  /** Name of its file; never changes. */
  readonly id: string;
  /** As printed: `A-014`. Not identity: two laptops may give the same. */
  readonly number: string;
  /** Numbers it had before. */
  readonly aliases: readonly string[];
  readonly status: AmendmentStatus;
  readonly title: string;
  readonly rationale: string;
  readonly clauses: readonly string[];
  /** Ids of the comments it answers. */
  readonly comments: readonly string[];
  readonly claims: readonly Claim[];
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface NewAmendment {
  readonly title: string;
  readonly rationale?: string;
  readonly clauses?: readonly string[];
  readonly comments?: readonly string[];
}

/** The next free number: one above the highest in use, aliases too. */
function nextNumber(existing: readonly Amendment[]): string {
  let highest = 0;
  for (const { number, aliases } of existing)
    for (const one of [number, ...aliases])
      highest = Math.max(highest, Number(/^A-(\d{1,9})$/.exec(one)?.[1] ?? 0));
  return `A-${String(highest + 1).padStart(3, '0')}`;
}

/** A proposed amendment; the same `seed` (something random) gives the same id. Throws `amendment-title`. */
export function newAmendment(given: NewAmendment, existing: readonly Amendment[], seed: string): Amendment {
  const title = given.title.trim();
  if (title === '') throw new Failure('amendment-title', 'An amendment needs a title; give one.');
  return {
    id: `a-${tail(seed, 10)}`,
    number: nextNumber(existing),
    aliases: [],
    status: 'proposed',
    title,
    rationale: given.rationale?.trim() ?? '',
    clauses: unique(given.clauses ?? []),
    comments: unique(given.comments ?? []),
    claims: [],
    extra: {},
  };
}

/** The amendment with another title or rationale. */
export function editAmendment(
  amendment: Amendment,
  change: { readonly title?: string; readonly rationale?: string },
): Amendment {
  const title = change.title?.trim() ?? amendment.title;
  if (title === '') throw new Failure('amendment-title', `${amendment.number} needs a title; give one.`);
  return { ...amendment, title, rationale: change.rationale?.trim() ?? amendment.rationale };
}

/** The amendment with more clauses or comments linked to it. */
export function linkAmendment(
  amendment: Amendment,
  link: { readonly clauses?: readonly string[]; readonly comments?: readonly string[] },
): Amendment {
  return {
    ...amendment,
    clauses: unique([...amendment.clauses, ...(link.clauses ?? [])]),
    comments: unique([...amendment.comments, ...(link.comments ?? [])]),
  };
}

/** The amendment in another state. Throws `amendment-status` for a word that is no state. */
export function setStatus(amendment: Amendment, status: string): Amendment {
  const known = amendmentStatuses.find((one) => one === status);
  if (!known)
    throw new Failure('amendment-status', `"${status}" is no state of an amendment; use one of ${amendmentStatuses.join(', ')}.`, { status }); // prettier-ignore
  return { ...amendment, status: known };
}

/**
 * The amendment that a number, an earlier number or an id names. A present number goes before an earlier one. Throws
 * `no-such-amendment`, or `ambiguous-amendment` (with `data.ids`) where a number was given twice.
 */
export function findAmendment(amendments: readonly Amendment[], name: string): Amendment {
  const wanted = name.trim();
  const byId = amendments.find(({ id }) => id === wanted);
  if (byId) return byId;
  const same = (number: string): boolean => number.toLowerCase() === wanted.toLowerCase();
  let found = amendments.filter(({ number }) => same(number));
  if (found.length === 0) found = amendments.filter(({ aliases }) => aliases.some(same));
  const [first] = found;
  if (!first)
    throw new Failure('no-such-amendment', `There is no amendment "${wanted}"; "clausewright amendment list" shows those there are.`, { name: wanted }); // prettier-ignore
  if (found.length > 1) {
    const list = found.map(({ id, title }) => `${id} (${title})`).join(', ');
    throw new Failure('ambiguous-amendment', `The number ${wanted} was given to ${found.length} amendments: ${list}; name one by its id.`, { name: wanted, ids: found.map(({ id }) => id) }); // prettier-ignore
  }
  return first;
}

const unique = (list: readonly string[]): string[] => [...new Set(list)];
