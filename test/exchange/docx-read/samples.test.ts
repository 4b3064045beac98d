import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import type { Node } from 'prosemirror-model';
import { expect } from 'vitest';
import { readDocx } from '../../../src/exchange/docx/read.ts';
import type { SourceDocument } from '../../../src/exchange/source.ts';
import { onSamples, readSample, samplePath } from '../../helpers/samples.ts';

const folder = 'docx';
const files = existsSync(samplePath(folder))
  ? readdirSync(samplePath(folder))
      .filter((name) => name.endsWith('.docx'))
      .sort()
  : [];
const modes = ['accept', 'reject'] as const;

function words(node: Node): string {
  if (node.isText) return node.text ?? '';
  if (node.type.name === 'footnote') return '';
  if (node.type.name === 'math') return String(node.attrs['source']);
  const inner = node.children.map(words).join('');
  return node.isInline || node.isTextblock ? `${inner}${node.isInline ? ' ' : '\n'}` : inner;
}
/** A document's words, without white space and marks that a plain text printer draws. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
const bodyOf = (source: SourceDocument): string => source.blocks.map(({ node }) => words(node)).join('\n');

/** Pandoc leaves out the results of simple fields. */
const pandocLoses = new Set([
  'Jupiter.docx accept',
  'Jupiter.docx reject',
  'Sun.docx accept',
  'Sun.docx reject',
]);

/** Rejecting, pandoc loses deletions inside moves and keeps rows that were inserted. */
const pandocErrs = 'RA001-Tracked-Revisions-01.docx reject';

/** Whether all of `part` stands in `whole`, in order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (char === part[at]) at++;
  return at === part.length;
}

const read = (name: string, changes: 'accept' | 'reject'): Promise<SourceDocument> =>
  readDocx(readSample(`${folder}/${name}`), name, { changes });

interface PandocNode {
  readonly t?: string;
  readonly c?: unknown;
}

/** The words of a document as pandoc's own tree has them: no list labels, no footnotes. */
function pandocWords(name: string, changes: string): string {
  const json = execFileSync(
    'pandoc',
    ['-f', 'docx', '-t', 'json', `--track-changes=${changes}`, samplePath(`${folder}/${name}`)],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const visit = (node: unknown): string => {
    if (Array.isArray(node)) return node.map(visit).join('');
    if (typeof node !== 'object' || node === null) return '';
    const { t, c } = node as PandocNode;
    if (t === 'Str') return String(c);
    if (t === 'Note' || t === 'Math') return '';
    if (t === 'Code' || t === 'CodeBlock') return String((c as readonly unknown[])[1]);
    if (t === 'Image') return '';
    return visit(c);
  };
  const tree = JSON.parse(json) as { blocks: unknown; meta: Readonly<Record<string, unknown>> };
  // Paragraphs in the style Title stand in the metadata.
  return visit(tree.meta['title']) + visit(tree.blocks);
}

for (const name of files)
  for (const changes of modes)
    onSamples(`${name} (${changes}) has the words that pandoc finds`, [`${folder}/${name}`], async () => {
      const source = await read(name, changes);
      for (const { node } of source.blocks) node.check();
      const ours = bare(bodyOf(source));
      const theirs = bare(pandocWords(name, changes));
      if (`${name} ${changes}` === pandocErrs) expect(ours.length).toBeGreaterThan(theirs.length);
      else if (pandocLoses.has(`${name} ${changes}`)) expect(isWithin(theirs, ours)).toBe(true);
      else expect(ours).toBe(theirs);
    });

for (const stem of ['RP034-Deleted-Cells', 'RP038-Inserted-Paras-at-End', 'RP048-Deleted-Inserted-Para-Mark'])
  for (const [changes, suffix] of [
    ['accept', 'Accepted'],
    ['reject', 'Rejected'],
  ] as const)
    onSamples(
      `${stem} (${changes}) is what the word processor made of it`,
      [`${folder}/${stem}.docx`, `${folder}/${stem}-${suffix}.docx`],
      async () => {
        const ours = await read(`${stem}.docx`, changes);
        const theirs = await read(`${stem}-${suffix}.docx`, 'accept');
        expect(ours.blocks.map(({ node }) => node.toJSON() as unknown)).toEqual(
          theirs.blocks.map(({ node }) => node.toJSON() as unknown),
        );
      },
    );
