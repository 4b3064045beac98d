import { assertNever } from '../../model/failure.ts';
import type { MappingRow, Relation } from '../../transition/mapping.ts';
import { page } from '../html/page.ts';
import { cleanStyle } from '../html/style.ts';
import { escape } from '../printable.ts';

export interface MappingPage {
  readonly title: string;
  readonly language: string;
  /** What the two sides are called: the Code's version, the standard's. */
  readonly source: string;
  readonly target: string;
}

/** A standalone page: the table in the order of the target, then the list of dropped clauses. */
export function mappingHtml(
  rows: readonly MappingRow[],
  { title, language, source, target }: MappingPage,
): string {
  const kept = rows.filter((row) => row.relation !== 'dropped');
  const dropped = rows.filter((row) => row.relation === 'dropped');
  const body = `<main class="sheet wide">
<h1>${escape(title)}</h1>
<p>${kept.length} rows from ${escape(source)} to ${escape(target)}; ${dropped.length} clauses of ${escape(source)} are dropped.</p>
<div class="scroll"><table>
<caption>Relationship of ${escape(target)} to ${escape(source)}</caption>
<thead><tr><th scope="col">${escape(source)}</th><th scope="col">${escape(target)}</th><th scope="col">Relationship</th><th scope="col">Comment</th></tr></thead>
<tbody>
${kept.map((row) => tableRow([name(row.sourceLabel, row.sourceId), name(row.targetLabel, row.targetId), relationWords(row), row.reason])).join('\n')}
</tbody>
</table></div>
${dropped.length === 0 ? '' : droppedTable(dropped, source)}</main>`;
  return page({ language, title, style: cleanStyle, body });
}

const droppedTable = (rows: readonly MappingRow[], source: string): string => `<h2>Dropped</h2>
<div class="scroll"><table>
<caption>Clauses of ${escape(source)} that have no successor</caption>
<thead><tr><th scope="col">${escape(source)}</th><th scope="col">Reason</th></tr></thead>
<tbody>
${rows.map((row) => tableRow([name(row.sourceLabel, row.sourceId), row.reason])).join('\n')}
</tbody>
</table></div>
`;

const tableRow = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;

/** Its label, or its id where it has none. */
const name = (label: string | null, id: string | null): string => label || (id ?? '–');

function relationWords({ relation, groupId, needsReview }: MappingRow): string {
  const group = groupId === '' ? '' : ` (${groupId})`;
  return `${words(relation)}${group}${needsReview ? ', to be confirmed' : ''}`;
}

function words(relation: Relation): string {
  switch (relation) {
    case 'identical':
    case 'split':
    case 'merged':
    case 'new':
    case 'dropped':
    case 'relocated':
      return relation;
    case 'editoriallyChanged':
      return 'editorially changed';
    case 'technicallyChanged':
      return 'technically changed';
    default:
      return assertNever(relation);
  }
}
