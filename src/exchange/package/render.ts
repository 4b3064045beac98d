import { balance, type Balance } from '../../trace/balance.ts';
import type { Redline } from '../../redline/types.ts';
import type { RedlineDetails } from '../details.ts';
import { cleanDocx } from '../docx/write.ts';
import { redlineDocx } from '../docx/redline.ts';
import { cleanHtml, type Assets } from '../html/clean.ts';
import { redlineHtml } from '../html/redline.ts';
import { redlineJson } from '../json/redline.ts';
import { mappingCsv } from '../mapping/csv.ts';
import { mappingHtml } from '../mapping/html.ts';
import { mappingJson } from '../mapping/json.ts';
import { canonicalJson } from './canonical.ts';
import { readComparison } from './comparison.ts';
import {
  manifestPath,
  pictureFolder,
  roleOf,
  roles,
  sha256,
  sums,
  sumsPath,
  type PackagePath,
} from './files.ts';
import { indexHtml, readme } from './guide.ts';
import { packageRecord, type PackageRecord } from './record.ts';
import { changesCsv, commentsCsv, commentsHtml } from './tables.ts';
import { readSide } from './text-data.ts';

/** What a package's own data say, read. */
export interface Facts {
  readonly record: PackageRecord;
  readonly redline: Redline;
  readonly details: RedlineDetails;
  readonly balance: Balance;
}

type Files = ReadonlyMap<string, Uint8Array>;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const dataPaths = ['data/base.json', 'data/record.json', 'data/target.json'] as const;

/** The data files and pictures of a package, from which all others are made. */
export const sourcesOf = (files: Files): Map<string, Uint8Array> =>
  new Map(
    [...files]
      .filter(([path]) => path.startsWith(pictureFolder) || dataPaths.some((one) => one === path))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Reads the data files. Throws where one is missing or does not hold what it should. */
export function readFacts(files: Files): Facts {
  const json = (path: (typeof dataPaths)[number]): unknown => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`${path} is missing`);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  };
  const record = packageRecord.parse(json('data/record.json'));
  const [base, target] = [readSide(json('data/base.json')), readSide(json('data/target.json'))];
  const redline = readComparison(base, target, record.comparison);
  const details = {
    author: record.author,
    date: record.date,
    moves: record.moves,
    byChange: new Map(record.details),
  };
  return { record, redline, details, balance: balance(redline, record.amendments, record.outside) };
}

/** Every file of the package, by path, made from its sources (`sourcesOf`); the same sources give the same bytes. */
export function renderFiles(sources: Files, facts: Facts): Map<string, Uint8Array> {
  const { record, redline, details } = facts;
  const { base, target } = redline;
  const { language } = target.text.meta;
  const pictures: Assets = new Map(
    record.pictures.flatMap(({ src, file }) => {
      const bytes = sources.get(file);
      return bytes ? [[src, bytes] as const] : [];
    }),
  );
  const guide = { record, balance: facts.balance, language, sources };
  const source = (path: string): Uint8Array => sources.get(path) ?? new Uint8Array();
  const made: Record<PackagePath, string | Uint8Array> = {
    'README.txt': readme(guide),
    'index.html': indexHtml(guide),
    'clean/target.html': cleanHtml(target, pictures),
    'clean/target.docx': cleanDocx(target, { assets: pictures, date: record.date }),
    'clean/base.html': cleanHtml(base, pictures),
    'redline/redline.html': redlineHtml(redline, details),
    'redline/redline.docx': redlineDocx(redline, details),
    'redline/redline.json': canonicalJson(redlineJson(redline, details)),
    'redline/changes.csv': changesCsv(redline, details),
    'comments/comments.csv': commentsCsv(record.comments),
    'comments/comments.html': commentsHtml(record, language),
    'amendments/amendments.json': canonicalJson({ amendments: record.amendments }),
    'mapping/mapping.csv': mappingCsv(record.mapping),
    'mapping/mapping.html': mappingHtml(record.mapping, { title: `${record.title}: mapping`, language, source: base.name, target: target.name }), // prettier-ignore
    'mapping/mapping.json': canonicalJson(mappingJson(record.mapping)),
    'trace/trace.json': canonicalJson({ ...record.trace, balance: balanceData(facts.balance) }),
    'data/base.json': source('data/base.json'),
    'data/target.json': source('data/target.json'),
    'data/record.json': source('data/record.json'),
  };
  const files = new Map<string, Uint8Array>();
  for (const path of Object.keys(roles) as PackagePath[]) {
    const content = made[path];
    files.set(path, typeof content === 'string' ? utf8(content) : content);
  }
  for (const [path, bytes] of sources) if (path.startsWith(pictureFolder)) files.set(path, bytes);
  files.set(manifestPath, utf8(manifest(facts, files)));
  files.set(sumsPath, utf8(sums(files)));
  return files;
}

/** The word balance as `trace --json` prints it. */
const balanceData = ({ byAmendment, ...rest }: Balance): unknown => ({
  ...rest,
  byAmendment: Object.fromEntries(byAmendment),
});

function manifest({ record, redline, balance: words }: Facts, files: Files): string {
  return canonicalJson({
    format: 1,
    tool: { name: 'Clausewright', version: record.tool },
    draft: record.draft,
    title: record.title,
    marking: record.marking,
    base: record.base,
    target: record.target,
    asOf: record.asOf,
    profile: redline.target.text.meta.profile,
    balance: balanceData(words),
    gapsAllowed: record.gapsAllowed,
    files: [...files.keys()].sort().map((path) => {
      const bytes = files.get(path) ?? new Uint8Array();
      return { path, role: roleOf(path), size: bytes.length, sha256: sha256(bytes) };
    }),
  });
}
