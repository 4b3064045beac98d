interface Note {
  readonly place: string;
  readonly message: string;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Notes shown before the rest is counted only: a terminal is no place for two hundred lines. */
const shown = 12;

export function notesText(notes: readonly Note[]): string {
  if (notes.length === 0) return '';
  const lines = notes
    .slice(0, shown)
    .map((note) => `  ${note.place ? `${note.place}: ` : ''}${note.message}`);
  const rest = notes.length > shown ? [`  … and ${notes.length - shown} more (see --json)`] : [];
  return `\nTo know about the document:\n${[...lines, ...rest].join('\n')}`;
}
