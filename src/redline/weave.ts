import type { OutlineNode, Placed } from '../model/text.ts';
import type { Change, Redline, Side, WovenNode } from './types.ts';
import { placedClauses } from '../model/text.ts';

/** What weaving needs to know of a comparison. */
export interface Weaving {
  readonly base: Side;
  readonly target: Side;
  readonly toBase: ReadonlyMap<string, string>;
  readonly toTarget: ReadonlyMap<string, string>;
  readonly moved: ReadonlySet<string>;
  readonly inBase: ReadonlyMap<string, Placed>;
  readonly inTarget: ReadonlyMap<string, Placed>;
}

/** The target's outline with what is gone (or moved away) of the base at the places it stood. Changes are null. */
export function weaveTree(w: Weaving): WovenNode[] {
  const outlineOf = (id: string): readonly OutlineNode[] => w.inBase.get(id)?.children ?? [];
  const node = (
    targetId: string | null,
    baseId: string | null,
    movedAway: boolean,
    children: readonly WovenNode[],
  ): WovenNode => ({
    targetId,
    baseId,
    movedAway,
    change: null,
    children,
  });
  const goneOrAway = (baseId: string): WovenNode => {
    const targetId = w.toTarget.get(baseId) ?? null;
    if (targetId !== null) return node(targetId, baseId, true, []);
    return node(
      null,
      baseId,
      false,
      outlineOf(baseId)
        .filter((one) => w.inBase.has(one.id))
        .map((one) => goneOrAway(one.id)),
    );
  };
  const level = (children: readonly OutlineNode[], baseChildren: readonly OutlineNode[]): WovenNode[] => {
    const out = children
      .filter((one) => w.inTarget.has(one.id))
      .map((one) => {
        const baseId = w.toBase.get(one.id) ?? null;
        return node(one.id, baseId, false, level(one.children, baseId === null ? [] : outlineOf(baseId)));
      });
    const staying = new Map(out.map((one, i) => [one.targetId, i]));
    const behind: WovenNode[][] = [[], ...out.map(() => [])];
    let at = 0;
    for (const { id } of baseChildren) {
      if (!w.inBase.has(id)) continue;
      const targetId = w.toTarget.get(id);
      const here = targetId === undefined || w.moved.has(targetId) ? undefined : staying.get(targetId);
      if (here !== undefined) at = here + 1;
      else behind[at]?.push(goneOrAway(id));
    }
    return [...(behind[0] ?? []), ...out.flatMap((one, i) => [one, ...(behind[i + 1] ?? [])])];
  };
  return level(w.target.text.outline, w.base.text.outline);
}

/** What an inline redline shows, in order: every clause of both sides once, moved ones also where they left. */
export function weave(redline: Redline): WovenNode[] {
  const index = (placed: readonly Placed[]): Map<string, Placed> =>
    new Map(placed.map((one) => [one.clause.id, one]));
  const byTarget = new Map<string, Change>();
  const byBase = new Map<string, Change>();
  for (const change of redline.changes) {
    for (const id of change.targetIds) byTarget.set(id, change);
    for (const id of change.baseIds) byBase.set(id, change);
  }
  const moved = new Set(
    redline.changes
      .filter((change) => change.kinds.includes('moved'))
      .flatMap((change) => change.targetIds.slice(0, 1)),
  );
  const tree = weaveTree({
    base: redline.base,
    target: redline.target,
    toBase: redline.pairs,
    toTarget: new Map([...redline.pairs].map(([t, b]) => [b, t])),
    moved,
    inBase: index(placedClauses(redline.base.text)),
    inTarget: index(placedClauses(redline.target.text)),
  });
  const attach = (node: WovenNode): WovenNode => ({
    ...node,
    change: (node.targetId === null ? byBase.get(node.baseId ?? '') : byTarget.get(node.targetId)) ?? null,
    children: node.children.map(attach),
  });
  return tree.map(attach);
}
