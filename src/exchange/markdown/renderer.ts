import MarkdownIt from 'markdown-it';
// @ts-expect-error The package brings no types.
import untypedFootnote from 'markdown-it-footnote';

const footnote = untypedFootnote as (md: InstanceType<typeof MarkdownIt>) => void;

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** The cells of a row as its line prints them. */
const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(^|[^\\])\|$/, '$1')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

type Token = { readonly meta: Record<string, unknown> | null } | undefined;

/** Cells beyond the last column, as the `table_close` token carries them. */
const lostOf = (token: Token): string => (token?.meta?.['lost'] as string | undefined) ?? '';

/** What the footnote plugin writes on its tokens; a footnote within the line has no label. */
const footnoteOf = (token: Token): { readonly id: number; readonly label?: string } =>
  token?.meta as { id: number; label?: string };

/** Markdown to HTML whose blocks say their line (`data-line`), with footnotes and formulas as tags of our own. */
export function renderer(lineOf: (line: number) => number): InstanceType<typeof MarkdownIt> {
  const md = new MarkdownIt({ html: true, linkify: false });
  // Indented text is nearly never code in these documents, and list items lie at every depth.
  md.disable('code');
  md.validateLink = () => true;
  md.normalizeLink = (url) => url;
  md.use(footnote);
  md.inline.ruler.before('escape', 'formula', (state, silent) => {
    if (!state.src.startsWith('$$', state.pos)) return false;
    const end = state.src.indexOf('$$', state.pos + 2);
    if (end < 0 || end > state.posMax || end === state.pos + 2) return false;
    if (!silent) {
      const token = state.push('html_inline', '', 0);
      token.content = `<cw-math>${escapeHtml(state.src.slice(state.pos + 2, end))}</cw-math>`;
    }
    state.pos = end + 2;
    return true;
  });
  md.core.ruler.push('lines', (state) => {
    const source = state.src.split('\n');
    let columns = 0;
    let lost: string[] = [];
    for (const token of state.tokens) {
      if (token.type === 'table_open') columns = 0;
      if (token.type === 'th_open') columns++;
      // CommonMark readers drop cells beyond the header's columns: their words follow the table.
      if (token.type === 'tr_open' && token.map && columns > 0)
        lost.push(...cellsOf(source[token.map[0]] ?? '').slice(columns));
      if (token.type === 'table_close') {
        const words = lost.map(escapeHtml).filter((cell) => cell !== '');
        if (words.length > 0) token.meta = { lost: `<p>${words.join(' | ')}</p>` };
        lost = [];
      }
      if (!token.map) continue;
      const line = lineOf(token.map[0]);
      if (token.type === 'html_block') token.content = `<!--cw-line ${line}-->${token.content}`;
      else if (token.nesting >= 0) token.attrSet('data-line', String(line));
      if (token.type === 'ordered_list_open') token.attrSet('data-delimiter', token.markup);
    }
  });
  md.core.ruler.before('footnote_tail', 'unused_footnotes', (state) => {
    const refs: Record<string, number> =
      (state.env as { footnotes?: { refs?: Record<string, number> } }).footnotes?.refs ?? {};
    // Only the opening token says its label; definitions do not nest.
    let unused = false;
    for (const token of state.tokens) {
      if (token.type === 'footnote_reference_open') {
        const label = String(token.meta?.label);
        unused = (refs[`:${label}`] ?? -1) < 0;
        if (!unused) continue;
        token.type = 'html_block';
        token.content = `<div><p>[${escapeHtml(label)}]:</p>`;
      } else if (token.type === 'footnote_reference_close' && unused) {
        token.type = 'html_block';
        token.content = '</div>';
      }
    }
  });
  const rules = md.renderer.rules;
  rules['table_close'] = (tokens, at) => `</table>${lostOf(tokens[at])}`;
  rules['footnote_ref'] = (tokens, at) => {
    const { id, label } = footnoteOf(tokens[at]);
    return `<cw-fn n="${id}" label="${escapeHtml(label ?? String(id + 1))}"></cw-fn>`;
  };
  rules['footnote_block_open'] = () => '<cw-footnotes>';
  rules['footnote_block_close'] = () => '</cw-footnotes>';
  rules['footnote_open'] = (tokens, at) => `<cw-note n="${footnoteOf(tokens[at]).id}">`;
  rules['footnote_close'] = () => '</cw-note>';
  rules['footnote_anchor'] = () => '';
  return md;
}
