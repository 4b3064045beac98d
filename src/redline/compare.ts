import { diffArrays } from 'diff';
import { flatten, withCtx, ctxOf, type Unit } from '../model/flow.ts';
import { placedClauses, type Clause, type Placed } from '../model/text.ts';
import { classify } from './impact.ts';
import { compareUnits, context, flowUnchanged, type Context } from './flow.ts';
import { stayed } from './moves.ts';
import { pairById, type Pairing } from './pairing.ts';
import type {
  AttributeChange,
  Change,
  ChangeKind,
  Flow,
  Op,
  ParaOp,
  Part,
  Place,
  Redline,
  Side,
  Summary,
  WovenNode,
} from './types.ts';
import { weaveTree, type Weaving } from './weave.ts';

/**
 * The comparison of two texts, computed once; every view and file is drawn from it. Without `pairing` the id is
 * the clause (two versions of one draft, or two texts of which one descends from the other).
 */
export function redline(
  base: Side,
  target: Side,
  pairing: Pairing = pairById(base.text, target.text),
): Redline {
  const cx = context(base.resolve, target.resolve);
  const weaving = new Comparison(base, target, pairing, cx);
  const changes = weaving.changes();
  return {
    base,
    target,
    pairs: pairing.pairs,
    changes,
    summary: summarise(changes, pairing, weaving.changedPairs),
    notCompared: weaving.notCompared(),
  };
}

const placeOf = (placed: Placed): Place => ({ parent: placed.parent, index: placed.index });

class Comparison implements Weaving {
  readonly basePlaced: readonly Placed[];
  readonly targetPlaced: readonly Placed[];
  readonly inBase: ReadonlyMap<string, Placed>;
  readonly inTarget: ReadonlyMap<string, Placed>;
  readonly toBase: ReadonlyMap<string, string>;
  readonly toTarget: ReadonlyMap<string, string>;
  /** Target ids of pairs that moved. */
  readonly moved: ReadonlySet<string>;
  readonly #split = new Map<string, readonly string[]>();
  readonly #merged = new Map<string, readonly string[]>();
  /** Extra parts -> the target id of the pair they belong to. */
  readonly #partOfTarget = new Map<string, string>();
  readonly #partOfBase = new Map<string, string>();
  #printedForms = 0;
  changedPairs = 0;

  constructor(
    readonly base: Side,
    readonly target: Side,
    readonly pairing: Pairing,
    readonly cx: Context,
  ) {
    this.basePlaced = placedClauses(base.text);
    this.targetPlaced = placedClauses(target.text);
    this.inBase = new Map(this.basePlaced.map((placed) => [placed.clause.id, placed]));
    this.inTarget = new Map(this.targetPlaced.map((placed) => [placed.clause.id, placed]));
    this.toBase = pairing.pairs;
    this.toTarget = new Map([...pairing.pairs].map(([t, b]) => [b, t]));
    for (const split of pairing.splits) {
      const [head, ...rest] = split.targets;
      if (head === undefined) continue;
      this.#split.set(head, rest);
      for (const id of rest) this.#partOfTarget.set(id, head);
    }
    for (const merge of pairing.merges) {
      const [, ...rest] = merge.bases;
      this.#merged.set(merge.target, rest);
      for (const id of rest) this.#partOfBase.set(id, merge.target);
    }
    this.moved = this.#findMoved();
  }

  #findMoved(): Set<string> {
    const moved = new Set<string>();
    const siblings = new Map<string | null, { id: string; from: number; key: string }[]>();
    for (const { clause, parent } of this.targetPlaced) {
      const baseId = this.toBase.get(clause.id);
      const from = baseId === undefined ? undefined : this.inBase.get(baseId);
      if (!from) continue;
      if (this.parentInTarget(from.parent) !== parent) moved.add(clause.id);
      else {
        const list = siblings.get(parent) ?? [];
        list.push({ id: clause.id, from: from.index, key: [clause.id, from.clause.id].sort().join() });
        siblings.set(parent, list);
      }
    }
    for (const list of siblings.values()) {
      const kept = stayed(
        list.map((one) => one.from),
        list.map((one) => one.key),
      );
      list.forEach((one, i) => {
        if (!kept.has(i)) moved.add(one.id);
      });
    }
    return moved;
  }

  /** The target id of a base parent; undefined where it is gone. */
  parentInTarget(parent: string | null): string | null | undefined {
    return parent === null ? null : this.toTarget.get(parent);
  }

  changes(): Change[] {
    const byTarget = new Map<string, Change>();
    const byBase = new Map<string, Change>();
    for (const { clause } of this.targetPlaced) {
      if (this.#partOfTarget.has(clause.id)) continue;
      const baseId = this.toBase.get(clause.id);
      const change = baseId === undefined ? this.#inserted(clause.id) : this.#paired(baseId, clause.id);
      if (change) byTarget.set(clause.id, change);
      if (change && baseId !== undefined) this.changedPairs++;
    }
    for (const { clause } of this.basePlaced) {
      if (this.toTarget.has(clause.id) || this.#partOfBase.has(clause.id)) continue;
      byBase.set(clause.id, this.#deleted(clause.id));
    }
    const out: Change[] = [];
    const seen = new Set<Change>();
    const visit = (nodes: readonly WovenNode[]): void => {
      for (const node of nodes) {
        const change = node.movedAway
          ? undefined
          : node.targetId !== null
            ? byTarget.get(node.targetId)
            : byBase.get(node.baseId ?? '');
        if (change && !seen.has(change)) {
          seen.add(change);
          out.push(change);
        }
        visit(node.children);
      }
    };
    visit(weaveTree(this));
    return out;
  }

  #place(side: 'base' | 'target', id: string): Placed {
    const placed = (side === 'base' ? this.inBase : this.inTarget).get(id);
    if (!placed) throw new Error(`clause ${id} is not in the ${side}`);
    return placed;
  }

  #label(side: 'base' | 'target', id: string): string {
    return (side === 'base' ? this.base : this.target).labels.get(id) ?? '';
  }

  #inserted(id: string): Change {
    const placed = this.#place('target', id);
    return this.#build(null, placed, [], [], ['inserted']);
  }

  #deleted(id: string): Change {
    return this.#build(this.#place('base', id), null, [], [], ['deleted']);
  }

  #paired(baseId: string, targetId: string): Change | null {
    const from = this.#place('base', baseId);
    const to = this.#place('target', targetId);
    const split = (this.#split.get(targetId) ?? []).map((id) => this.#place('target', id));
    const merged = (this.#merged.get(targetId) ?? []).map((id) => this.#place('base', id));
    const kinds: ChangeKind[] = [];
    if (split.length > 0) kinds.push('split');
    if (merged.length > 0) kinds.push('merged');
    if (this.moved.has(targetId)) kinds.push('moved');
    if (this.#label('base', baseId) !== this.#label('target', targetId)) kinds.push('renumbered');
    if (kinds.length === 0 && sameClause(from.clause, to.clause) && !hasReference(from.clause)) {
      if (from.clause.printed !== to.clause.printed) this.#printedForms++;
      return null;
    }
    const change = this.#build(from, to, merged, split, kinds);
    if (from.clause.printed !== to.clause.printed && !kinds.includes('renumbered')) this.#printedForms++;
    return change.kinds.length === 0 ? null : change;
  }

  #build(
    from: Placed | null,
    to: Placed | null,
    merged: readonly Placed[],
    split: readonly Placed[],
    given: readonly ChangeKind[],
  ): Change {
    const several = merged.length + split.length > 0;
    const units = (placed: readonly (Placed | null)[]): Unit[] =>
      placed.flatMap((one) => {
        if (!one) return [];
        const own = flatten(one.clause.body);
        return several ? own.map((unit, i) => inClause(unit, one.clause.id, i === 0)) : own;
      });
    const flow = compareUnits(units([from, ...merged]), units([to, ...split]), this.cx);
    const heading = compareHeadings(from?.clause.heading ?? '', to?.clause.heading ?? '');
    const actors = compareSets(from?.clause.actors ?? [], to?.clause.actors ?? []);
    const sources = compareSets(from?.clause.sources ?? [], to?.clause.sources ?? []);
    const renumbered = given.includes('renumbered') || !from || !to;
    const attributes = compareAttributes(from?.clause ?? null, to?.clause ?? null, renumbered);
    const kinds = [...given];
    if (from && to) {
      if (heading.some((op) => op.op !== 'equal')) kinds.push('retitled');
      const words = flowKinds(flow, several);
      if (words.words) kinds.push('modified');
      else if (words.format) kinds.push('reformatted');
      if (words.followed && !words.words && !kinds.includes('renumbered')) kinds.push('referenceFollowed');
      const changed = attributes.filter((one) => one.name !== 'printed');
      if (
        actors.added.length +
          actors.removed.length +
          sources.added.length +
          sources.removed.length +
          changed.length >
        0
      ) {
        kinds.push('attributes');
      }
    }
    const baseIds = [from, ...merged].flatMap((one) => (one ? [one.clause.id] : []));
    const targetIds = [to, ...split].flatMap((one) => (one ? [one.clause.id] : []));
    const part =
      (side: 'base' | 'target') =>
      (one: Placed): Part => {
        const { body: _, ...rest } = one.clause;
        return { side, clause: rest, place: placeOf(one) };
      };
    const id = from?.clause.id ?? to?.clause.id;
    if (id === undefined) throw new Error('a change of nothing');
    return {
      id,
      kinds,
      baseIds,
      targetIds,
      baseLabels: baseIds.map((one) => this.#label('base', one)),
      targetLabels: targetIds.map((one) => this.#label('target', one)),
      impact: classify({
        kinds,
        base: from?.clause ?? null,
        target: to?.clause ?? null,
        mergedFrom: merged.map((one) => one.clause),
        splitInto: split.map((one) => one.clause),
        flow,
        heading,
        actors,
        attributes,
      }),
      heading,
      actors,
      sources,
      attributes,
      from: from && placeOf(from),
      to: to && placeOf(to),
      parts: [...merged.map(part('base')), ...split.map(part('target'))],
      confidence: (to && this.pairing.confidence.get(to.clause.id)) ?? 1,
      flow,
    };
  }

  notCompared(): { what: string; why: string }[] {
    if (this.#printedForms === 0) return [];
    const n = this.#printedForms;
    return [
      {
        what: `the printed form of ${n} ${n === 1 ? 'number' : 'numbers'}`,
        why: 'the number is the same; only a final point, a colon or a space around it differs',
      },
    ];
  }
}

/** Puts a unit under a step for its clause, so that the boundary between clauses is part of the flow. */
function inClause(unit: Unit, id: string, start: boolean): Unit {
  const ctx = ctxOf(unit);
  // Footnotes stand behind all clauses' words in the flow of a split, so each names its clause as well.
  return withCtx(unit, [{ type: 'clause', attrs: { id }, start }, ...ctx]);
}

const hasReference = (clause: Clause): boolean => {
  let found = false;
  clause.body.descendants((node) => {
    if (node.type.name === 'xref') found = true;
    return !found;
  });
  return found;
};

function sameClause(a: Clause, b: Clause): boolean {
  return (
    a.heading === b.heading &&
    a.kind === b.kind &&
    a.numbered === b.numbered &&
    a.normative === b.normative &&
    sameSet(a.actors, b.actors) &&
    sameSet(a.sources, b.sources) &&
    (a.body === b.body || a.body.eq(b.body)) &&
    (a.extra === b.extra || JSON.stringify(a.extra) === JSON.stringify(b.extra))
  );
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const { added, removed } = compareSets(a, b);
  return added.length + removed.length === 0;
};

function compareSets(a: readonly string[], b: readonly string[]): { added: string[]; removed: string[] } {
  return { added: b.filter((one) => !a.includes(one)), removed: a.filter((one) => !b.includes(one)) };
}

function compareAttributes(a: Clause | null, b: Clause | null, withPrinted: boolean): AttributeChange[] {
  const out: AttributeChange[] = [];
  const add = (name: string, base: unknown, target: unknown): void => {
    if (JSON.stringify(base) !== JSON.stringify(target)) out.push({ name, base, target });
  };
  add('kind', a?.kind, b?.kind);
  add('numbered', a?.numbered, b?.numbered);
  add('normative', a?.normative, b?.normative);
  if (withPrinted) add('printed', a?.printed, b?.printed);
  const keys = [...new Set([...Object.keys(a?.extra ?? {}), ...Object.keys(b?.extra ?? {})])].sort();
  for (const key of keys) add(`extra.${key}`, a?.extra[key], b?.extra[key]);
  return out;
}

/** Headings are short: compared word by word, deleted before inserted. */
export function compareHeadings(a: string, b: string): { op: Op; text: string }[] {
  if (a === b) return a === '' ? [] : [{ op: 'equal', text: a }];
  const cut = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}'’-]+|./gsu) ?? [];
  const flip = a > b; // ties fall the same way from either side
  const parts = diffArrays(cut(flip ? b : a), cut(flip ? a : b));
  const out: { op: Op; text: string }[] = [];
  for (const part of parts) {
    const op = part.added
      ? flip
        ? 'delete'
        : 'insert'
      : part.removed
        ? flip
          ? 'insert'
          : 'delete'
        : 'equal';
    out.push({ op, text: part.value.join('') });
  }
  for (let i = 1; i < out.length; i++) {
    const [x, y] = [out[i - 1], out[i]];
    if (x?.op === 'insert' && y?.op === 'delete') [out[i - 1], out[i]] = [y, x];
  }
  return out;
}

/** What differs in a flow. The boundary of a split or merged clause is not a change of words or of format. */
function flowKinds(flow: Flow, several: boolean): { words: boolean; format: boolean; followed: boolean } {
  const found = { words: false, format: false, followed: false };
  const ops = (list: readonly ParaOp[]): void => {
    for (const op of list) {
      if (op.kind === 'words') {
        if (op.op !== 'equal') found[op.followed ? 'followed' : 'words'] = true;
        else if (op.formatChanged) found.format = true;
      } else if (op.op !== 'equal') {
        if (!several) found.words = true;
      } else if (!several && JSON.stringify(op.base) !== JSON.stringify(op.target)) found.format = true;
    }
  };
  for (const part of flow) {
    if (part.kind === 'paras') ops(part.ops);
    else {
      if (part.op === 'insert' || part.op === 'delete') found.words = true;
      ops(part.caption);
      for (const row of part.rows) {
        if (row.op === 'insert' || row.op === 'delete') found.words = true;
        for (const cell of row.cells) {
          const inner = flowKinds(cell.flow, several);
          found.words ||= inner.words;
          found.format ||= inner.format || JSON.stringify(cell.base) !== JSON.stringify(cell.target);
          found.followed ||= inner.followed;
        }
      }
      if (!several && !flowUnchanged([part])) found.format = true;
    }
  }
  return found;
}

function summarise(changes: readonly Change[], pairing: Pairing, changedPairs: number): Summary {
  const count = (kind: ChangeKind): number => changes.filter((change) => change.kinds.includes(kind)).length;
  return {
    inserted: count('inserted'),
    deleted: count('deleted'),
    modified: count('modified'),
    moved: count('moved'),
    renumbered: count('renumbered'),
    split: count('split'),
    merged: count('merged'),
    unchanged: pairing.pairs.size - changedPairs,
  };
}
