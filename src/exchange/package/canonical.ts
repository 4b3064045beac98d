/** A value as JSON that is the same for the same facts: keys sorted, one space of indent, a line feed at the end. */
export const canonicalJson = (value: unknown): string => `${JSON.stringify(sorted(value), null, 1)}\n`;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
