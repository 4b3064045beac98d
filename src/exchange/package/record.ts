import { z } from 'zod';
import { amendmentStatuses } from '../../amendments/amendment.ts';
import type { ImpactName } from '../../redline/types.ts';
import { relations } from '../../transition/mapping.ts';
import { impactWords } from '../wording.ts';

const strings = z.array(z.string()).readonly();
const nullable = z.string().nullable();
const impactName = z.enum(Object.keys(impactWords) as [ImpactName, ...ImpactName[]]);

const comment = z.strictObject({
  id: z.string(),
  /** Pseudonym: a package never says who. */
  respondent: z.string(),
  question: z.string(),
  clauses: strings,
  /** null where the respondent's words may not be published. */
  text: nullable,
  disposition: z.string(),
  reason: z.string(),
  amendments: strings,
});
const claim = z.strictObject({ clause: z.string(), from: nullable, to: nullable });
const amendment = z.strictObject({
  id: z.string(),
  number: z.string(),
  aliases: strings,
  status: z.enum(amendmentStatuses),
  title: z.string(),
  rationale: z.string(),
  clauses: strings,
  comments: strings,
  claims: z.array(claim).readonly(),
  extra: z.record(z.string(), z.unknown()).readonly(),
});
const outside = z.strictObject({
  id: z.string(),
  source: z.string(),
  from: strings,
  to: strings,
  claims: z.array(claim).readonly().optional(),
});
const mappingRow = z.strictObject({
  sourceId: nullable,
  sourceLabel: nullable,
  targetId: nullable,
  targetLabel: nullable,
  relation: z.enum(relations),
  reason: z.string(),
  groupId: z.string(),
  impact: impactName,
  needsReview: z.boolean(),
});
const changeDetails = z.strictObject({
  amendments: z
    .array(z.strictObject({ id: z.string(), number: z.string(), title: z.string(), rationale: z.string() }))
    .readonly(),
  comments: z.array(z.strictObject({ id: z.string(), text: nullable })).readonly(),
});
const version = z.strictObject({ version: z.string(), commit: z.string() });

/** How the clauses were paired and what people judged: what the words alone do not say. */
const comparison = z.strictObject({
  pairs: z.array(z.tuple([z.string(), z.string()])),
  splits: z.array(z.strictObject({ base: z.string(), targets: strings })),
  merges: z.array(z.strictObject({ bases: strings, target: z.string() })),
  judged: z.array(
    z.strictObject({
      id: z.string(),
      impact: z.strictObject({ primary: impactName, flags: strings, needsReview: z.boolean() }),
      confidence: z.number(),
    }),
  ),
  notCompared: z.array(z.strictObject({ what: z.string(), why: z.string() })),
});

/** What a package says beside its two texts; every other file is made from this and them. */
export const packageRecord = z.strictObject({
  format: z.literal(1),
  tool: z.string(),
  draft: z.string(),
  title: z.string(),
  marking: z.string(),
  /** Why it was made in spite of gaps; '' where there were none. */
  gapsAllowed: z.string(),
  base: version,
  target: version,
  asOf: z.string(),
  author: z.string(),
  date: z.string(),
  moves: z.enum(['native', 'insertDelete']),
  details: z.array(z.tuple([z.string(), changeDetails])),
  comments: z.array(comment),
  amendments: z.array(amendment),
  outside: z.array(outside),
  mapping: z.array(mappingRow),
  /** `trace --json` without its balance, which is counted anew. */
  trace: z.record(z.string(), z.unknown()),
  pictures: z.array(z.strictObject({ src: z.string(), file: z.string() })),
  comparison,
});
export type PackageRecord = z.infer<typeof packageRecord>;
export type PackageComment = Readonly<z.infer<typeof comment>>;
export type PackageVersion = Readonly<z.infer<typeof version>>;
