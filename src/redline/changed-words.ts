import type { Flow, ParaOp } from './types.ts';

/** The words of a flow that came and went, lower-cased, punctuation apart; followed references are no words. */
export function changedWords(flow: Flow): { inserted: string[]; deleted: string[] } {
  const inserted: string[] = [];
  const deleted: string[] = [];
  const visit = (ops: readonly ParaOp[]): void => {
    for (const op of ops) {
      if (op.kind !== 'words' || op.op === 'equal' || op.followed) continue;
      const list = op.op === 'insert' ? inserted : deleted;
      for (const match of op.text.matchAll(/[\p{L}\p{N}\p{M}]+(?:[.,'’-][\p{L}\p{N}\p{M}]+)*|[^\s]/gu))
        list.push(match[0].toLowerCase());
    }
  };
  for (const part of flow) {
    if (part.kind === 'paras') visit(part.ops);
    else {
      visit(part.caption);
      for (const row of part.rows) {
        for (const cell of row.cells) {
          const inner = changedWords(cell.flow);
          inserted.push(...inner.inserted);
          deleted.push(...inner.deleted);
        }
      }
    }
  }
  return { inserted, deleted };
}
