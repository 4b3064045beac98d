import { Failure } from '../model/failure.ts';

/** Folders and files that make a draft; anything else in the folder is not ours and is left alone. */
const folders = new Set([
  'texts',
  'amendments',
  'lineage',
  'judgements',
  'consultations',
  'feedback',
  'waivers',
  'reviews',
  'signoffs',
  'publications',
  'sources',
  'profiles',
  'assets',
]);
const files = new Set(['draft.yaml', 'themes.yaml', '.gitattributes']);

export const topLevel: readonly string[] = [...files, ...folders];

export const isDraftPath = (path: string): boolean => {
  const slash = path.indexOf('/');
  return slash < 0 ? files.has(path) : folders.has(path.slice(0, slash));
};

const forbidden =
  /[\p{Cc}<>:"\\|?*]|(^|\/)(\.{1,2}|\.git|con|prn|aux|nul|com\d|lpt\d)(\.[^/]*)?(\/|$)|(^|\/)\/|[. ](\/|$)/iu;

/** Refuses a path that leaves the draft or that some file system could not hold. */
export function checkPath(path: string): string {
  if (!isDraftPath(path) || (forbidden.test(path) && path !== '.gitattributes')) {
    throw new Failure('bad-path', `${path}: a draft may not hold a file of this name; rename it.`, { path });
  }
  return path;
}
