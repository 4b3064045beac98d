import { inlineText, byId, type Resolve } from '../model/plain.ts';
import { sentenceHash } from '../model/sentences-of.ts';
import { splitSentences } from '../model/sentence.ts';
import { countWords } from '../model/words.ts';
import type { Inline, ParaProps } from '../model/flow.ts';
import type { Change, Flow, ParaOp, Redline, WordOp } from '../redline/types.ts';

/** Words that came or went within one sentence. */
export interface Span {
  readonly side: 'base' | 'target';
  /** The clause as that side knows it. */
  readonly clause: string;
  /** Hash of the sentence they stand in: of the target for what came, of the base for what went. */
  readonly sentence: string;
  readonly words: number;
}

/** Every word of a change that came or went, by sentence; references that only followed a number count nothing. */
export function changedSpans(change: Change, redline: Redline): Span[] {
  const out: Span[] = [];
  const base = change.baseIds[0];
  const target = change.targetIds[0];
  const add = (span: Span): void => {
    if (span.words > 0) out.push(span);
  };
  const whole = (side: Span['side'], clause: string | undefined, sentence: string, text: string): void => {
    if (clause !== undefined && sentence.trim() !== '')
      add({ side, clause, sentence: sentenceHash(sentence.trim()), words: countWords(text) });
  };
  const said = (not: 'insert' | 'delete'): string =>
    change.heading.map(({ op, text }) => (op === not ? '' : text)).join('');
  for (const { op, text } of change.heading) {
    if (op === 'delete') whole('base', base, said('insert'), text);
    if (op === 'insert') whole('target', target, said('delete'), text);
  }
  const line = (text: Redline['base']['text'], id: string | undefined): string =>
    actorLine(id === undefined ? [] : (text.clauses.get(id)?.actors ?? []));
  for (const actor of change.actors.removed) whole('base', base, line(redline.base.text, base), actor);
  for (const actor of change.actors.added) whole('target', target, line(redline.target.text, target), actor);
  for (const { side, clause } of change.parts) {
    whole(side, clause.id, clause.heading, clause.heading);
    for (const actor of clause.actors) whole(side, clause.id, actorLine(clause.actors), actor);
  }
  flowSpans(change.flow, { base, target, redline }, add);
  return out;
}

/** As `clauseSentences` prints it. */
const actorLine = (actors: readonly string[]): string =>
  [...actors].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('; ');

interface Around {
  readonly base: string | undefined;
  readonly target: string | undefined;
  readonly redline: Redline;
}

function flowSpans(flow: Flow, around: Around, add: (span: Span) => void): void {
  for (const part of flow) {
    if (part.kind === 'paras') {
      paraSpans(part.ops, 'base', around, add);
      paraSpans(part.ops, 'target', around, add);
      continue;
    }
    const inside: Around = {
      ...around,
      base: clauseOf(part.base?.ctx) ?? around.base,
      target: clauseOf(part.target?.ctx) ?? around.target,
    };
    paraSpans(part.caption, 'base', inside, add);
    paraSpans(part.caption, 'target', inside, add);
    for (const row of part.rows) for (const cell of row.cells) flowSpans(cell.flow, inside, add);
  }
}

/** The clause a unit of a split or merge stands in. */
const clauseOf = (ctx: ParaProps['ctx'] | undefined): string | undefined => {
  const step = ctx?.find(({ type }) => type === 'clause');
  return step ? String(step.attrs['id']) : undefined;
};

/** One side of a run of paragraphs, paragraph by paragraph. */
function paraSpans(
  ops: readonly ParaOp[],
  side: Span['side'],
  around: Around,
  add: (span: Span) => void,
): void {
  const elsewhere = side === 'base' ? 'insert' : 'delete';
  let words: WordOp[] = [];
  const close = (props: ParaProps | null): void => {
    const clause = clauseOf(props?.ctx) ?? around[side];
    if (clause !== undefined) paragraphSpans(words, side, clause, around.redline[side].resolve, add);
    words = [];
  };
  for (const op of ops) {
    if (op.op === elsewhere) continue;
    if (op.kind === 'words') words.push(op);
    else close(op[side]);
  }
  close(null);
}

/** A stretch of one paragraph as it prints; `changed` where its words count. */
interface Piece {
  readonly printed: string;
  readonly stored: string;
  readonly leaf: boolean;
  readonly changed: boolean;
}

function paragraphSpans(
  ops: readonly WordOp[],
  side: Span['side'],
  clause: string,
  resolve: Resolve,
  add: (span: Span) => void,
): void {
  const pieces: Piece[] = ops.flatMap((op) => op[side].map((inline) => pieceOf(inline, op, resolve)));
  if (!pieces.some(({ changed }) => changed)) return;
  const sentences = splitSentences(pieces.map(({ stored }) => stored).join(''));
  let at = 0; // the sentence in hand
  let left = sentences[0]?.length ?? 0; // of it
  let run = ''; // printed words that changed without a break
  const close = (): void => {
    add({ side, clause, sentence: sentenceHash((sentences[at] ?? '').trim()), words: countWords(run) });
    run = '';
  };
  for (const { printed, stored, leaf, changed } of pieces) {
    if (!changed && run !== '') close();
    let rest = stored.length;
    let from = 0;
    if (leaf && changed) run += printed;
    while (rest > 0) {
      const take = Math.min(rest, left);
      if (changed && !leaf) run += printed.slice(from, from + take);
      from += take;
      rest -= take;
      left -= take;
      if (left > 0 || at === sentences.length - 1) {
        if (take === 0) break;
        continue;
      }
      if (run !== '') close();
      left = sentences[++at]?.length ?? 0;
    }
  }
  if (run !== '') close();
}

function pieceOf(inline: Inline, op: WordOp, resolve: Resolve): Piece {
  return {
    printed: inlineText(inline, resolve),
    stored: inlineText(inline, byId),
    leaf: inline.node !== null,
    changed: op.op !== 'equal' && !op.followed,
  };
}
