import type { Trace } from './trace.ts';

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string | number): string => {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A trace as a table: a row for each changed clause, comment, amendment and gap. */
export function traceCsv(trace: Trace): string {
  const rows: (readonly (string | number)[])[] = [
    ['row', 'id', 'label', 'state', 'clauses', 'amendments', 'comments', 'explained', 'outside', 'unexplained', 'message'], // prettier-ignore
  ];
  for (const one of trace.clauses)
    rows.push(['clause', one.id, one.targetLabel || one.baseLabel, one.kinds.join('; '), one.id, one.amendments.join('; '), one.comments.join('; '), one.explained, one.outside, one.unexplained, '']); // prettier-ignore
  for (const one of trace.comments)
    rows.push(['comment', one.id, '', one.disposition, one.clauses.join('; '), one.amendments.join('; '), one.id, '', '', '', '']); // prettier-ignore
  for (const one of trace.amendments)
    rows.push(['amendment', one.id, one.number, one.status, one.clauses.join('; '), one.id, one.comments.join('; '), one.words, '', '', one.title]); // prettier-ignore
  for (const one of trace.gaps) rows.push(['gap', one.subject, '', one.kind, '', '', '', '', '', '', one.message]); // prettier-ignore
  const { explained, outside, unexplained } = trace.balance;
  rows.push(['balance', '', '', '', '', '', '', explained, outside, unexplained, '']);
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
