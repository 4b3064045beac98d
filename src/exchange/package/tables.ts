import Papa from 'papaparse';
import type { Redline } from '../../redline/types.ts';
import { noDetails, type RedlineDetails } from '../details.ts';
import { page } from '../html/page.ts';
import { cleanStyle } from '../html/style.ts';
import { escape } from '../printable.ts';
import { impactText, kindsText, labelsText, sideWords } from '../wording.ts';
import type { PackageComment, PackageRecord } from './record.ts';

const csv = (fields: readonly string[], data: readonly (readonly string[])[]): string =>
  `${Papa.unparse({ fields: [...fields], data: data.map((row) => [...row]) }, { newline: '\r\n', escapeFormulae: true })}\r\n`;

const changeFields = ['id', 'was', 'is', 'kinds', 'impact', 'baseText', 'targetText', 'amendments', 'reasons', 'comments']; // prettier-ignore

/** One row a change, in the order of the redline. */
export function changesCsv(redline: Redline, details: RedlineDetails): string {
  const rows = redline.changes.map((change) => {
    const { amendments, comments } = details.byChange.get(change.id) ?? noDetails;
    return [
      change.id,
      labelsText(change.baseLabels),
      labelsText(change.targetLabels),
      kindsText(change),
      impactText(change),
      sideWords(change, 'base'),
      sideWords(change, 'target'),
      amendments.map(({ number }) => number).join('; '),
      amendments.map(({ rationale }) => rationale).join('; '),
      comments.map(({ id }) => id).join('; '),
    ];
  });
  return csv(changeFields, rows);
}

const commentFields = ['Comment', 'Respondent', 'Question', 'Clauses', 'Words', 'Disposition', 'Reason', 'Amendments']; // prettier-ignore
const withheld = 'Not published';
const commentRow = (one: PackageComment): string[] => [
  one.id,
  one.respondent,
  one.question,
  one.clauses.join('; '),
  one.text ?? withheld,
  one.disposition,
  one.reason,
  one.amendments.join('; '),
];

/** One row a comment with what was decided. */
export const commentsCsv = (comments: readonly PackageComment[]): string =>
  csv(commentFields, comments.map(commentRow));

export function commentsHtml(record: PackageRecord, language: string): string {
  const cells = (tag: 'td' | 'th', row: readonly string[]): string =>
    `<tr>${row.map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escape(text)}</${tag}>`).join('')}</tr>`;
  const title = `${record.title}: comments and what was decided`;
  const body = `<main class="sheet wide">
<h1>${escape(title)}</h1>
<p>${record.comments.length} comments. Respondents are named by pseudonym; words that may not be published are left out.</p>
<div class="scroll"><table>
<caption>Comments and dispositions</caption>
<thead>${cells('th', commentFields)}</thead>
<tbody>
${record.comments.map((one) => cells('td', commentRow(one))).join('\n')}
</tbody>
</table></div>
</main>`;
  return page({ language, title, style: cleanStyle, body });
}
