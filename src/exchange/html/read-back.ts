import { parseDocument } from 'htmlparser2';
import { tidyLines } from '../lines.ts';

interface El {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Record<string, string>;
  readonly children?: readonly El[];
}
type SideName = 'base' | 'target';

/** Both sides of a page we wrote, read from its words: a clean page says the same on both. */
export function readBackHtml(html: string): { base: string[]; target: string[] } {
  const root = parseDocument(html) as unknown as El;
  const main = find(root, (el) => el.attribs?.['data-document'] !== undefined);
  if (!main) throw new Error('the page has no document in it');
  const shown = new Map<string, El>();
  index(main, shown);
  return { base: read(main, 'base', shown), target: read(main, 'target', shown) };
}

function find(el: El, wanted: (el: El) => boolean): El | null {
  if (wanted(el)) return el;
  for (const child of el.children ?? []) {
    const found = find(child, wanted);
    if (found) return found;
  }
  return null;
}

function index(el: El, shown: Map<string, El>): void {
  const key = el.attribs?.['data-key'];
  if (key !== undefined) shown.set(key, el);
  for (const child of el.children ?? []) index(child, shown);
}

function read(main: El, side: SideName, shown: ReadonlyMap<string, El>): string[] {
  const lines: string[] = [];
  let open = '';
  const gone = side === 'base' ? { tag: 'ins', op: 'insert' } : { tag: 'del', op: 'delete' };
  const words = (el: El): string => {
    if (el.type === 'text') return el.data ?? '';
    const name = el.name ?? '';
    if (el.attribs?.['data-x'] !== undefined || name === gone.tag) return '';
    if (name === 'br') return '\n';
    if (name === 'img') return `[image: ${el.attribs?.['alt'] ?? ''}] `;
    return (el.children ?? []).map(words).join('');
  };
  const visit = (el: El, entered = false): void => {
    if (el.attribs?.['data-x'] !== undefined) return;
    const state = el.attribs?.['data-state'];
    if (side === 'base' && state === 'movedHere' && !entered) return;
    if (state === 'movedAway') {
      const moved = side === 'base' ? shown.get(el.attribs?.['data-to'] ?? '') : undefined;
      if (moved) visit(moved, true);
      return;
    }
    if (el.attribs?.['data-p'] !== undefined) {
      open += words(el);
      if (el.attribs['data-mark'] !== gone.op) {
        lines.push(open);
        open = '';
      }
      return;
    }
    for (const child of el.children ?? []) visit(child);
  };
  visit(main);
  if (open !== '') lines.push(open);
  return tidyLines(lines);
}
