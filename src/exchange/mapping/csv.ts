import Papa from 'papaparse';
import type { MappingRow } from '../../transition/mapping.ts';

const columns = [
  'sourceLabel',
  'sourceId',
  'targetLabel',
  'targetId',
  'relation',
  'reason',
  'groupId',
  'impact',
  'needsReview',
] as const;

/** One row an edge. A cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function mappingCsv(rows: readonly MappingRow[]): string {
  const data = rows.map((row) => columns.map((column) => cell(row[column])));
  return `${Papa.unparse({ fields: [...columns], data }, { newline: '\r\n', escapeFormulae: true })}\r\n`;
}

function cell(value: string | boolean | null): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value ?? '';
}
