import { z } from 'zod';
import { Failure } from '../../model/failure.ts';
import type { Text } from '../../model/text.ts';
import { readZip } from '../zip.ts';
import { canonicalJson } from './canonical.ts';
import { contentChecks, type Read } from './checks.ts';
import { manifestPath, sha256, sums, sumsPath } from './files.ts';
import { readFacts, renderFiles, sourcesOf, type Facts } from './render.ts';
import { textData } from './text-data.ts';

export interface PackageCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly file: string;
  /** What is wrong; '' where nothing is. */
  readonly message: string;
}
export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly PackageCheck[];
}
/** The two texts as the draft has them. */
export interface DraftTexts {
  readonly base: Text;
  readonly target: Text;
}
type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Everything about a package that can be checked without trusting who made it: archive, checksums, manifest, each
 * file read back, each file made again from the data and compared byte for byte; with `draft` the data against the
 * draft. Never throws on a damaged package: what cannot be read is a failed check.
 */
export async function verifyPackage(bytes: Uint8Array, draft?: DraftTexts): Promise<Verification> {
  let files: Files;
  try {
    files = await readZip(bytes, 'The package');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ok: false, checks: [{ name: 'archive', ok: false, file: '', message: error.message }] };
  }
  const checks = [check('archive', '', null), ...(await checkFiles(files, draft))];
  return { ok: checks.every(({ ok }) => ok), checks };
}

const check = (name: string, file: string, wrong: string | null): PackageCheck => ({
  name,
  ok: wrong === null,
  file,
  message: wrong ?? '',
});

/** The checks of `verifyPackage` on the files themselves. */
export async function checkFiles(files: Files, draft?: DraftTexts): Promise<PackageCheck[]> {
  const checks = [
    await attempt('checksums', sumsPath, () => checkSums(files)),
    await attempt('manifest', manifestPath, () => checkManifest(files)),
  ];
  let facts: Facts | null = null;
  checks.push(
    await attempt('data can be read', 'data/', () => {
      facts = readFacts(files);
      return null;
    }),
  );
  const known = facts as Facts | null;
  if (known === null) return checks;
  for (const { name, file, run } of contentChecks)
    checks.push(await attempt(name, file, () => run(reader(files), known)));
  checks.push(...(await madeAgain(files, known)));
  if (draft)
    for (const side of ['base', 'target'] as const)
      checks.push(
        await attempt(`${side} is the draft's`, `data/${side}.json`, () =>
          canonicalJson(textData(known.redline[side].text)) === canonicalJson(textData(draft[side]))
            ? null
            : 'it does not say what the draft says',
        ),
      );
  return checks;
}

/** A check whose trouble is its result: whatever foreign bytes make a reader throw is a failed check. */
async function attempt(
  name: string,
  file: string,
  run: () => Promise<string | null> | string | null,
): Promise<PackageCheck> {
  try {
    return check(name, file, await run());
  } catch (error) {
    return check(name, file, `it cannot be read: ${reason(error).slice(0, 300)}`);
  }
}

function reason(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not as it should be'}`;
  }
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

const reader = (files: Files): Read => {
  const bytes = (path: string): Uint8Array => {
    const found = files.get(path);
    if (!found) throw new Error(`${path} is missing`);
    return found;
  };
  return { bytes, text: (path) => new TextDecoder('utf-8', { fatal: true }).decode(bytes(path)) };
};

function checkSums(files: Files): string | null {
  const said = reader(files).text(sumsPath).split('\n');
  const wanted = sums(files).split('\n');
  const at = wanted.findIndex((line, i) => line !== said[i]);
  if (at < 0 && said.length === wanted.length) return null;
  return `line ${(at < 0 ? wanted.length : at) + 1} does not give the checksum of ${wanted[at]?.slice(66) || 'any file of the package'}`; // prettier-ignore
}

const manifestFile = z.object({
  format: z.literal(1),
  files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
});

function checkManifest(files: Files): string | null {
  const { files: listed } = manifestFile.parse(JSON.parse(reader(files).text(manifestPath)));
  const paths = new Set(listed.map(({ path }) => path));
  if (paths.size !== listed.length) return 'it names a file twice';
  for (const path of files.keys())
    if (!paths.has(path) && path !== manifestPath && path !== sumsPath) return `it does not name ${path}`;
  for (const { path, size, sha256: hash } of listed) {
    const bytes = files.get(path);
    if (!bytes) return `it names ${path}, which is missing`;
    if (bytes.length !== size || sha256(bytes) !== hash) return `${path} is not the file that it describes`;
  }
  return null;
}

/** Every file made again from the data; a message for the first place that differs. */
async function madeAgain(files: Files, facts: Facts): Promise<PackageCheck[]> {
  let made: Files = new Map();
  const first = await attempt('files can be made again', 'data/', () => {
    made = renderFiles(sourcesOf(files), facts);
    return null;
  });
  if (!first.ok) return [first];
  const differs = (path: string): string | null => {
    const [ours, theirs] = [made.get(path), files.get(path)];
    if (!ours) return 'nothing in the data calls for it';
    if (!theirs) return 'it is missing';
    if (sha256(ours) === sha256(theirs)) return null;
    const at = ours.findIndex((byte, i) => theirs[i] !== byte);
    return `it differs from what the data give, from byte ${(at < 0 ? ours.length : at) + 1} on; it was altered, or made by another edition of the program`; // prettier-ignore
  };
  const paths = [...new Set([...made.keys(), ...files.keys()])].sort();
  return [first, ...paths.map((path) => check('made again from the data', path, differs(path)))];
}
