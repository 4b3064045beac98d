import type { Mark } from 'prosemirror-model';
import type { ParaProps } from '../../model/flow.ts';
import type { Role } from '../marked.ts';

/** Properties of a paragraph that every Word file of ours writes, without `w:pPr` around them. */
export function paragraphLook(role: Role, depth: number, props: ParaProps | null): string {
  switch (role) {
    case 'title':
      return style('Title');
    case 'heading':
      return style(`Heading${Math.min(9, Math.max(1, depth))}`);
    case 'actors':
    case 'sources':
      return style('ClauseActors');
    case 'caption':
      return style('Caption');
    case 'body':
      return props === null ? style('ClauseProvision') : bodyLook(props);
  }
}

const style = (id: string): string => `<w:pStyle w:val="${id}"/>`;

function bodyLook({ ctx, type }: ParaProps): string {
  const names = ctx.map((step) => step.type);
  const indent = Math.min(9, names.filter((name) => name === 'list_item').length) * 425;
  const inNote = names.includes('note') || names.includes('example');
  const name = names.includes('footnote')
    ? 'FootnoteText'
    : type === 'code_block' || type === 'opaque' || type === 'formula'
      ? 'ClauseCode'
      : inNote
        ? 'ClauseNote'
        : names.includes('block_quote')
          ? 'Quote'
          : 'ClauseProvision';
  return style(name) + (indent > 0 ? `<w:ind w:left="${indent + (inNote ? 567 : 0)}"/>` : '');
}

/** Properties of a run in the schema's order, without `w:rPr` around them. */
export function runLook(marks: readonly Mark[]): string {
  const has = (name: string): boolean => marks.some((mark) => mark.type.name === name);
  return [
    has('link') ? '<w:rStyle w:val="Hyperlink"/>' : '',
    has('code') ? '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>' : '',
    has('strong') ? '<w:b/>' : '',
    has('em') ? '<w:i/>' : '',
    has('superscript')
      ? '<w:vertAlign w:val="superscript"/>'
      : has('subscript')
        ? '<w:vertAlign w:val="subscript"/>'
        : '',
  ].join('');
}
