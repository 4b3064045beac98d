import { Failure } from '../../model/failure.ts';
import type { Amendment } from '../../amendments/amendment.ts';
import type { Redline } from '../../redline/types.ts';
import type { Balance, Outside } from '../../trace/balance.ts';
import type { MappingRow } from '../../transition/mapping.ts';
import type { RedlineDetails } from '../details.ts';
import { imageType, type Assets } from '../html/clean.ts';
import { redlineJson } from '../json/redline.ts';
import { writeZip } from '../zip.ts';
import { canonicalJson } from './canonical.ts';
import { writeComparison } from './comparison.ts';
import { pictureFolder } from './files.ts';
import type { PackageComment, PackageRecord, PackageVersion } from './record.ts';
import { readFacts, renderFiles } from './render.ts';
import { writeSide } from './text-data.ts';
import { checkFiles } from './verify.ts';

/** What a package is made of. Only what may leave the house: pseudonyms, and no words that may not be published. */
export interface PackageInput {
  readonly draft: string;
  readonly title: string;
  readonly marking?: string;
  readonly toolVersion: string;
  readonly base: PackageVersion;
  readonly target: PackageVersion;
  /** The record whose decisions count. */
  readonly asOf: string;
  readonly gapsAllowed?: string;
  readonly redline: Redline;
  readonly details: RedlineDetails;
  readonly comments: readonly PackageComment[];
  readonly amendments: readonly Amendment[];
  readonly outside?: readonly Outside[];
  readonly mapping: readonly MappingRow[];
  /** `trace --json`; its word balance, where it has one, must be the one counted here. */
  readonly trace: Readonly<Record<string, unknown>>;
  readonly assets?: Assets;
}

/**
 * The package as an archive; the same input gives the same bytes (law 7). It is checked before it is handed over.
 *
 * @throws Failure `package-check-failed` naming the first check that failed; `package-withheld` where the details
 * of a change carry words that the list of comments withholds
 */
export async function buildPackage(input: PackageInput): Promise<Uint8Array> {
  checkWithheld(input);
  const sources = new Map<string, Uint8Array>();
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const pictures: { src: string; file: string }[] = [];
  const assets = [...(input.assets ?? new Map<string, Uint8Array>())].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [src, bytes] of assets) {
    const type = imageType(bytes);
    if (type === null) continue;
    const file = `${pictureFolder}${pictures.length + 1}.${type === 'image/png' ? 'png' : 'jpeg'}`;
    pictures.push({ src, file });
    sources.set(file, bytes);
  }
  sources.set('data/base.json', utf8(canonicalJson(writeSide(input.redline.base))));
  sources.set('data/target.json', utf8(canonicalJson(writeSide(input.redline.target))));
  sources.set('data/record.json', utf8(canonicalJson(recordOf(input, pictures))));
  const sorted = new Map([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
  const facts = readFacts(sorted);
  if (canonicalJson(redlineJson(facts.redline)) !== canonicalJson(redlineJson(input.redline)))
    throw new Error('the redline made again from the data of the package is another one');
  checkBalance(input.trace['balance'], facts.balance);
  const files = renderFiles(sorted, facts);
  const bad = (await checkFiles(files)).find((check) => !check.ok);
  if (bad) {
    throw new Failure(
      'package-check-failed',
      `The package was not handed over: ${bad.file} failed the check "${bad.name}" (${bad.message}); report this.`,
      { ...bad },
    );
  }
  return writeZip([...files].map(([path, data]) => ({ path, data, store: path.endsWith('.docx') })));
}

/** Law 6: words of a respondent leave the house only where the list of comments has them. */
function checkWithheld({ comments, details }: PackageInput): void {
  const withheld = new Set(comments.filter(({ text }) => text === null).map(({ id }) => id));
  for (const [change, { comments: notes }] of details.byChange) {
    const note = notes.find(({ id, text }) => text !== null && withheld.has(id));
    if (note) {
      throw new Failure(
        'package-withheld',
        `The package was not made: the reasons of the change to ${change} carry the words of the comment ${note.id}, which may not be published; leave them out, or publish the comment.`,
        { change, comment: note.id },
      );
    }
  }
}

/** A trace that counted otherwise was made of another comparison or other amendments. */
function checkBalance(said: unknown, counted: Balance): void {
  if (typeof said !== 'object' || said === null) return;
  for (const key of ['inserted', 'deleted', 'explained', 'outside', 'unexplained'] as const) {
    const other = (said as Readonly<Record<string, unknown>>)[key];
    if (other !== counted[key])
      throw new Error(`the trace says ${String(other)} words ${key}, the package counts ${counted[key]}`);
  }
}

function recordOf(input: PackageInput, pictures: PackageRecord['pictures']): PackageRecord {
  const { details } = input;
  const { balance: _, ...trace } = input.trace;
  return {
    format: 1,
    tool: input.toolVersion,
    draft: input.draft,
    title: input.title,
    marking: input.marking ?? '',
    gapsAllowed: input.gapsAllowed ?? '',
    base: input.base,
    target: input.target,
    asOf: input.asOf,
    author: details.author,
    date: details.date,
    moves: details.moves ?? 'native',
    details: [...details.byChange].sort(([a], [b]) => (a < b ? -1 : 1)),
    comments: [...input.comments],
    amendments: [...input.amendments],
    outside: [...(input.outside ?? [])],
    mapping: [...input.mapping],
    trace,
    pictures,
    comparison: writeComparison(input.redline),
  };
}
