import type { Marked, MarkedPara } from '../marked.ts';

/**
 * The last paragraph of a cell cannot lose its end in Word. Where the comparison says that it was inserted or
 * deleted, an earlier end is tracked in its place: both sides read the same.
 */
export function settleCell(blocks: readonly Marked[]): readonly Marked[] {
  let from = blocks.length;
  while (from > 0 && blocks[from - 1]?.kind === 'para') from--;
  const paras = blocks.slice(from).filter((block): block is MarkedPara => block.kind === 'para');
  const last = paras[paras.length - 1];
  if (!last || last.mark === 'equal') return blocks;
  const end: MarkedPara = { ...last, mark: 'equal' };
  const equal = paras.findLastIndex((para) => para.mark === 'equal');
  const other = paras.findLastIndex((para) => para.mark !== 'equal' && para.mark !== last.mark);
  const at = paras[Math.max(other, equal)];
  const settled = [...paras.slice(0, -1), end];
  if (other > equal && at) {
    // One end of each side: they become the one that stays.
    const next = settled[other + 1];
    if (next) settled.splice(other, 2, { ...next, pieces: [...at.pieces, ...next.pieces] });
  } else if (at) settled[equal] = { ...at, mark: last.mark };
  return [...blocks.slice(0, from), ...settled];
}
