import { placedClauses, type Text } from '../model/text.ts';

/** Label of every clause, by id; '' where it has none. */
export function labelsOf(text: Text): Map<string, string> {
  return new Map(placedClauses(text).map(({ clause }) => [clause.id, clause.printed ?? '']));
}
