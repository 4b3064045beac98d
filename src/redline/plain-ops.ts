import type { CellDiff, Flow, Op, ParaOp, RowDiff, TableDiff, WordOp } from './types.ts';

export interface PlainOp {
  readonly op: Op;
  readonly text: string;
}

/**
 * A flow as words only: what is equal, deleted and inserted, byte for byte. Without the insertions it reads as the
 * base's plain text, without the deletions as the target's (blocks and rows joined by a line feed, cells by a tab,
 * footnotes last); the clauses of a split or merge are joined by a line feed.
 *
 * A paragraph mark prints as a line feed, but for the last of a side, which prints nothing: so marks are held back
 * until something of the same side follows.
 */
export function plainOps(flow: Flow): PlainOp[] {
  const out = new Writer();
  for (const part of flow) {
    if (part.kind === 'paras') paras(part.ops, out);
    else table(part, out);
  }
  return out.done();
}

class Writer {
  readonly #ops: { op: Op; text: string }[] = [];
  /** A separator each side owes before its next block. */
  #owesBase = '';
  #owesTarget = '';

  /** Settles what the sides of `op` owe, before something of theirs is printed. */
  settle(op: Op): void {
    const base = op === 'insert' ? '' : this.#owesBase;
    const target = op === 'delete' ? '' : this.#owesTarget;
    if (op !== 'insert') this.#owesBase = '';
    if (op !== 'delete') this.#owesTarget = '';
    if (base === target) this.#push('equal', base);
    else {
      this.#push('delete', base);
      this.#push('insert', target);
    }
  }

  words(op: Op, text: string): void {
    this.settle(op);
    this.#push(op, text);
  }

  owe(op: Op, separator: string): void {
    if (op !== 'insert') this.#owesBase = separator;
    if (op !== 'delete') this.#owesTarget = separator;
  }

  #push(op: Op, text: string): void {
    if (text !== '') this.#ops.push({ op, text });
  }

  done(): PlainOp[] {
    const out: { op: Op; text: string }[] = [];
    for (let at = 0; at < this.#ops.length;) {
      const run: { op: Op; text: string }[] = [];
      const equal = this.#ops[at]?.op === 'equal';
      while (at < this.#ops.length && (this.#ops[at]?.op === 'equal') === equal)
        run.push(this.#ops[at++] as PlainOp);
      for (const op of equal ? (['equal'] as const) : (['delete', 'insert'] as const)) {
        const text = run
          .filter((one) => one.op === op)
          .map((one) => one.text)
          .join('');
        if (text !== '') out.push({ op, text });
      }
    }
    return out;
  }
}

function paras(ops: readonly ParaOp[], out: Writer): void {
  for (const op of ops) {
    if (op.kind === 'words') out.words(op.op, op.text);
    else {
      // An empty paragraph prints nothing but still stands between two separators.
      out.settle(op.op);
      out.owe(op.op, '\n');
    }
  }
}

function line(ops: readonly WordOp[], op: Op, out: Writer): void {
  out.settle(op);
  for (const one of ops) out.words(one.op, one.text);
  out.owe(op, '\n');
}

const sideOp = (base: unknown, target: unknown): Op =>
  base === null ? 'insert' : target === null ? 'delete' : 'equal';

function table(part: TableDiff, out: Writer): void {
  const captionOp = sideOp(part.base?.hasCaption ? 1 : null, part.target?.hasCaption ? 1 : null);
  if (part.base?.hasCaption || part.target?.hasCaption) line(part.caption, captionOp, out);
  for (const row of part.rows) rowOps(row, out);
}

function rowOps(row: RowDiff, out: Writer): void {
  const op = sideOp(row.base, row.target);
  row.cells.forEach((cell: CellDiff, i) => {
    out.settle(op);
    for (const part of cell.flow) {
      if (part.kind === 'paras') paras(part.ops, out);
      else table(part, out);
    }
    out.owe(op, i === row.cells.length - 1 ? '\n' : '\t');
  });
}
