import { parseDocument } from 'htmlparser2';
import { readDom } from './dom-blocks.ts';
import type { SourceDocument } from '../source.ts';

/** Reads a web page. What the schema does not know is kept as text or as opaque source, and reported. */
export function readHtml(text: string, _fileName: string): SourceDocument {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineAt = (index: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const dom = parseDocument(text, { withStartIndices: true, withEndIndices: true });
  const { title, blocks, notes } = readDom(dom.children, { source: text, lineAt, softLines: false });
  return { title, blocks, notes, assets: new Map() };
}
