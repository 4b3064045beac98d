import { createHash } from 'node:crypto';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files of a package by path, with what each is for. */
export const roles = {
  'README.txt': 'how to read and check this package',
  'index.html': 'the same as a page',
  'clean/target.html': 'clean copy, web page',
  'clean/target.docx': 'clean copy, Word',
  'clean/base.html': 'copy of what it is compared with, web page',
  'redline/redline.html': 'all changes, web page',
  'redline/redline.docx': 'all changes, Word with tracked changes',
  'redline/redline.json': 'all changes, for programs',
  'redline/changes.csv': 'table of changes',
  'comments/comments.csv': 'comments and what was decided, table',
  'comments/comments.html': 'comments and what was decided, web page',
  'amendments/amendments.json': 'amendments with their reasons',
  'mapping/mapping.csv': 'mapping of clauses, table',
  'mapping/mapping.html': 'mapping of clauses, web page',
  'mapping/mapping.json': 'mapping of clauses, for programs',
  'trace/trace.json': 'what led to which change, and the word balance',
  'data/base.json': 'all clauses of the base',
  'data/target.json': 'all clauses of the target',
  'data/record.json': 'what the other files were made from, beside the two texts',
} as const;
export type PackagePath = keyof typeof roles;

export const manifestPath = 'manifest.json';
export const sumsPath = 'SHA256SUMS';
export const pictureFolder = 'pictures/';

export const roleOf = (path: string): string =>
  path in roles ? roles[path as PackagePath] : path.startsWith(pictureFolder) ? 'picture' : 'unknown';

/** In the form that `sha256sum -c` reads. */
export const sums = (files: ReadonlyMap<string, Uint8Array>): string =>
  [...files.keys()]
    .filter((path) => path !== sumsPath)
    .sort()
    .map((path) => `${sha256(files.get(path) ?? new Uint8Array())}  ${path}\n`)
    .join('');
