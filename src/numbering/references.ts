import type { Resolve } from '../model/plain.ts';
import { byId } from '../model/plain.ts';

/**
 * What cross-references of one text print: the label of the clause they point at, in this text or in another of
 * the draft; where the clause is gone or has no label, the id in double brackets.
 */
export function resolver(
  labels: ReadonlyMap<string, string>,
  textName: string,
  others: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(),
): Resolve {
  return (xref) => {
    const from = xref.text === '' || xref.text === textName ? labels : others.get(xref.text);
    return from?.get(xref.id) || byId(xref);
  };
}
