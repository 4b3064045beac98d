import { escape } from '../printable.ts';

const w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const namespaces = `xmlns:w="${w}" xmlns:r="${r}"`;
export const drawingNamespaces =
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';

/** Words as the children of a run: text, tabs and breaks; deleted text has its own element. */
export function runText(text: string, deleted: boolean): string {
  const tag = deleted ? 'w:delText' : 'w:t';
  return escape(text)
    .split(/([\n\t])/)
    .map((part) =>
      part === '\n'
        ? '<w:br/>'
        : part === '\t'
          ? '<w:tab/>'
          : part === ''
            ? ''
            : `<${tag} xml:space="preserve">${part}</${tag}>`,
    )
    .join('');
}

/** An id as the name of a bookmark: at most 40 characters of letters, digits and underscores, distinct for distinct ids. */
export function bookmarkName(id: string, taken: Set<string>): string {
  const stem = `cw_${id.replace(/[^A-Za-z0-9]/g, '_')}`.slice(0, 34);
  let name = stem;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${stem}_${n}`;
  taken.add(name.toLowerCase());
  return name;
}
