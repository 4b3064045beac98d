import type { Balance } from '../../trace/balance.ts';
import { page } from '../html/page.ts';
import { cleanStyle } from '../html/style.ts';
import { escape } from '../printable.ts';
import { manifestPath, pictureFolder, roles, sha256, sumsPath } from './files.ts';
import type { PackageRecord } from './record.ts';

interface Guide {
  readonly record: PackageRecord;
  readonly balance: Balance;
  readonly language: string;
  /** The files everything else is made from. */
  readonly sources: ReadonlyMap<string, Uint8Array>;
}

/** What the guide says, a paragraph an entry. */
function paragraphs({ record, balance }: Guide): string[] {
  return [
    ...(record.marking === '' ? [] : [`Marking: ${record.marking}`]),
    `This package compares ${record.base.version} (commit ${record.base.commit}) with ${record.target.version} (commit ${record.target.commit}) of the draft ${record.draft}. Decisions count as of ${record.asOf}. It was made by Clausewright ${record.tool} on ${record.date}.`,
    ...(record.gapsAllowed === '' ? [] : [`Gaps were left open, for this reason: ${record.gapsAllowed}`]),
    `Word balance: ${balance.inserted} words inserted and ${balance.deleted} deleted; of these ${balance.explained} are explained by amendments, ${balance.outside} were made outside, ${balance.unexplained} are unexplained.`,
  ];
}

const checks = [
  `Unpack the package and run "sha256sum -c ${sumsPath}" in its folder: every line must end in OK. This shows that no file was damaged on its way.`,
  'Run "clausewright verify" on the package as it came. It reads the clean copies, the redlines and the tables back and compares them with each other, and makes every file again from the three in data/. A word changed in one file is found, even where the checksums were changed with it.',
  'A change made in every file alike can only be found with the draft at hand: run "clausewright verify" with "--draft" and the folder of the draft, or compare the checksums below with those you were given another way.',
];

const facts = (guide: Guide): [string, string][] =>
  [...guide.sources].map(([path, bytes]) => [path, sha256(bytes)]);

const fileList = (): [string, string][] => [
  ...Object.entries(roles),
  [pictureFolder, 'pictures of the text, if it has any'],
  [manifestPath, 'list of all files with their sizes and checksums'],
  [sumsPath, 'checksums of all files'],
];

/** README.txt. */
export function readme(guide: Guide): string {
  const list = (rows: readonly (readonly [string, string])[]): string =>
    rows.map(([a, b]) => `  ${a}\n      ${b}`).join('\n');
  return [
    guide.record.title,
    ...paragraphs(guide),
    'HOW TO CHECK',
    ...checks.map((text, i) => `${i + 1}. ${text}`),
    'FILES',
    list(fileList()),
    'CHECKSUMS OF WHAT THE FILES ARE MADE FROM (SHA-256)',
    list(facts(guide)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** index.html: the readme as a page with links. */
export function indexHtml(guide: Guide): string {
  const link = (path: string): string =>
    path.endsWith('/') ? escape(path) : `<a href="${escape(path)}">${escape(path)}</a>`;
  const row = ([a, b]: readonly [string, string]): string =>
    `<tr><td>${link(a)}</td><td>${escape(b)}</td></tr>`;
  const body = `<main class="sheet">
<h1>${escape(guide.record.title)}</h1>
${paragraphs(guide)
  .map((text) => `<p>${escape(text)}</p>`)
  .join('\n')}
<h2>How to check</h2>
<ol>${checks.map((text) => `<li>${escape(text)}</li>`).join('')}</ol>
<h2>Files</h2>
<div class="scroll"><table><thead><tr><th scope="col">File</th><th scope="col">What it is</th></tr></thead><tbody>
${fileList().map(row).join('\n')}
</tbody></table></div>
<h2>Checksums of what the files are made from (SHA-256)</h2>
<div class="scroll"><table><thead><tr><th scope="col">File</th><th scope="col">Checksum</th></tr></thead><tbody>
${facts(guide).map(row).join('\n')}
</tbody></table></div>
</main>`;
  return page({ language: guide.language, title: guide.record.title, style: cleanStyle, body });
}
