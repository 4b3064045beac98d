import { z } from 'zod';

const words = z.string().default('');
const names = z.array(z.string()).default([]);

export const consultationKinds = ['public', 'committee', 'internal'] as const;
/** A request for comments: what was asked, about which version and which clauses. */
export const consultationSchema = z.object({
  id: z.string(),
  kind: z.enum(consultationKinds).default('public'),
  /** Slug of the version that people were asked about. */
  version: words,
  opens: words,
  closes: z.array(z.object({ date: z.string(), announced: words, reason: words })).default([]),
  questions: z.array(z.object({ id: z.string(), text: words, about: names })).default([]),
});
export type Consultation = z.infer<typeof consultationSchema>;

const responseStates = ['held', 'late', 'duplicate', 'withdrawn', 'erased'] as const;
/** That a response came, without a word of it. */
export const intakeSchema = z.object({
  response: z.string(),
  channel: words,
  received: words,
  /** Keyed with the vault's salt, so that nobody can test a guess against it. */
  hash: words,
  state: z.enum(responseStates).default('held'),
});
export type Intake = z.infer<typeof intakeSchema>;

const commentTypes = ['editorial', 'technical', 'general'] as const;
export type CommentType = (typeof commentTypes)[number];

/** domain.md 5.3. */
export const dispositions = [
  'accepted',
  'acceptedWithModification',
  'rejected',
  'noted',
  'alreadyAddressed',
  'outOfScope',
  'duplicate',
  'deferred',
  'withdrawn',
  'superseded',
  'open',
] as const;
export type DispositionName = (typeof dispositions)[number];
const dispositionStates = ['drafted', 'proposed', 'approved'] as const;

export const dispositionSchema = z.object({
  disposition: z.enum(dispositions),
  state: z.enum(dispositionStates).default('drafted'),
  /** Why; for a reader of the response, so never a respondent's own words. */
  reason: words,
  /** What it points at: a comment (duplicate), a clause, where it went, a later edition. */
  pointer: words,
  by: words,
  at: words,
});
export type Disposition = z.infer<typeof dispositionSchema>;

/** One point that a response makes: a range of an answer, and our work on it. */
export const commentSchema = z.object({
  id: z.string(),
  question: words,
  /** UTF-16 units into the answer. */
  start: z.int().min(0).default(0),
  end: z.int().min(0).default(0),
  by: words,
  type: z.enum(commentTypes).default('general'),
  themes: names,
  links: z
    .array(
      z.object({
        clause: z.string(),
        confidence: z.number().default(1),
        confirmed: z.boolean().default(false),
      }),
    )
    .default([]),
  /** The last one counts; those before are its history. */
  dispositions: z.array(dispositionSchema).default([]),
  amendments: names,
});
export type StoredComment = z.infer<typeof commentSchema>;
/** A comment with the response it belongs to. */
export interface Comment extends StoredComment {
  readonly response: string;
  readonly consultation: string;
}

/** The disposition that counts. */
export const currentDisposition = (comment: StoredComment): DispositionName =>
  comment.dispositions.at(-1)?.disposition ?? 'open';

/** What a response said, in the vault only. */
export const heldResponseSchema = z.object({
  consultation: z.string(),
  response: z.string(),
  /** Question -> answer. */
  answers: z.record(z.string(), z.string()),
  identity: z.object({ name: words, email: words, organisation: words, other: z.record(z.string(), z.string()).default({}) }).prefault({}),
  consent: z.enum(['publish', 'anonymous', 'none']).default('none'),
  /** The row as it came: heading -> cell. */
  raw: z.record(z.string(), z.string()).default({}),
}); // prettier-ignore
export type HeldResponse = z.infer<typeof heldResponseSchema>;

/** The words of a comment, or null where the vault is not on this computer or the words were erased. */
export function commentText(comment: Comment, held: ReadonlyMap<string, HeldResponse> | null): string | null {
  const answer = held?.get(`${comment.consultation}/${comment.response}`)?.answers[comment.question];
  return answer === undefined ? null : answer.slice(comment.start, comment.end);
}

/** Held responses by `<consultation>/<response>`, as `commentText` wants them. */
export const heldByKey = (held: readonly HeldResponse[]): Map<string, HeldResponse> =>
  new Map(held.map((one) => [`${one.consultation}/${one.response}`, one]));
