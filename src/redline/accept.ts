import { ctxOf, rebuild, withCtx, type Unit } from '../model/flow.ts';
import { makeClause, placedClauses, type Clause, type OutlineNode, type Text } from '../model/text.ts';
import { sideOf } from './flow.ts';
import type { Change, Place, Redline } from './types.ts';

/**
 * The text that remains when every change is accepted, made from the base and the changes alone; law 2 says that
 * it is the target. Clauses carry the target's ids. Not compared, and so not restored: the printed form of a
 * number whose label is the same, and the order of actors and sources.
 */
export const accept = (redline: Redline): Text => apply(redline, 'target');

/** The text that remains when every change is rejected, made from the target and the changes alone. */
export const reject = (redline: Redline): Text => apply(redline, 'base');

type SideName = 'base' | 'target';

function apply(redline: Redline, to: SideName): Text {
  const from: SideName = to === 'target' ? 'base' : 'target';
  const source = redline[from].text;
  const rename = to === 'target' ? new Map([...redline.pairs].map(([t, b]) => [b, t])) : redline.pairs;
  const clauses = new Map<string, Clause>();
  const gone = new Set<string>();
  const settled = new Map<string, Place>();
  for (const [old, id] of rename) {
    const clause = source.clauses.get(old);
    if (clause) clauses.set(id, { ...clause, id });
  }
  for (const change of redline.changes) {
    const [fromIds, toIds] =
      to === 'target' ? [change.baseIds, change.targetIds] : [change.targetIds, change.baseIds];
    const [head] = fromIds;
    for (const id of fromIds) if (!rename.has(id)) gone.add(id);
    const [first] = toIds;
    if (first === undefined) continue;
    const bodies = bodiesOf(change, to);
    const old = head === undefined ? makeClause({ id: first, kind: 'section' }) : source.clauses.get(head);
    if (!old) throw new Error(`change of a clause that is not there: ${head}`);
    clauses.set(first, { ...amended(old, change, to), id: first, body: rebuild(bodies.get(first) ?? []) });
    const place = to === 'target' ? change.to : change.from;
    if (place && (head === undefined || change.kinds.includes('moved'))) settled.set(first, place);
    for (const part of change.parts) {
      if (part.side !== to) continue;
      clauses.set(part.clause.id, { ...part.clause, body: rebuild(bodies.get(part.clause.id) ?? []) });
      settled.set(part.clause.id, part.place);
    }
  }
  return { ...redline[to].text, outline: outlineOf(source, rename, gone, settled), clauses };
}

/** The bodies on one side of a change, by clause id: several where it was split or merged. */
function bodiesOf(change: Change, side: SideName): Map<string, Unit[]> {
  const units = sideOf(change.flow, side);
  const ids = side === 'target' ? change.targetIds : change.baseIds;
  if (change.parts.length === 0) return new Map([[ids[0] ?? '', units]]);
  const out = new Map<string, Unit[]>();
  for (const unit of units) {
    const [step, ...rest] = ctxOf(unit);
    const id = String(step?.attrs['id']);
    const list = out.get(id) ?? [];
    list.push(withCtx(unit, rest));
    out.set(id, list);
  }
  return out;
}

function amended(old: Clause, change: Change, to: SideName): Clause {
  const gone = to === 'target' ? 'delete' : 'insert';
  const heading = change.heading
    .filter((op) => op.op !== gone)
    .map((op) => op.text)
    .join('');
  const set = (
    list: readonly string[],
    diff: { added: readonly string[]; removed: readonly string[] },
  ): string[] => {
    const [plus, minus] = to === 'target' ? [diff.added, diff.removed] : [diff.removed, diff.added];
    return [...list.filter((one) => !minus.includes(one)), ...plus];
  };
  let clause: Clause = {
    ...old,
    heading,
    actors: set(old.actors, change.actors),
    sources: set(old.sources, change.sources),
  };
  for (const { name, [to]: value } of change.attributes) {
    if (name.startsWith('extra.')) {
      const { [name.slice('extra.'.length)]: _, ...rest } = clause.extra;
      clause = {
        ...clause,
        extra: value === undefined ? rest : { ...rest, [name.slice('extra.'.length)]: value },
      };
    } else if (value !== undefined) clause = { ...clause, [name]: value };
  }
  return clause;
}

function outlineOf(
  source: Text,
  rename: ReadonlyMap<string, string>,
  gone: ReadonlySet<string>,
  settled: ReadonlyMap<string, Place>,
): OutlineNode[] {
  const children = new Map<string | null, string[]>();
  for (const { clause, parent } of placedClauses(source)) {
    const id = rename.get(clause.id);
    if (id === undefined || gone.has(clause.id) || settled.has(id)) continue;
    const above = parent === null ? null : (rename.get(parent) ?? null);
    children.set(above, [...(children.get(above) ?? []), id]);
  }
  const arriving = new Map<string | null, { id: string; index: number }[]>();
  for (const [id, place] of settled) {
    arriving.set(place.parent, [...(arriving.get(place.parent) ?? []), { id, index: place.index }]);
  }
  for (const [parent, list] of arriving) {
    const here = children.get(parent) ?? [];
    for (const { id, index } of list.sort((a, b) => a.index - b.index)) here.splice(index, 0, id);
    children.set(parent, here);
  }
  const build = (parent: string | null): OutlineNode[] =>
    (children.get(parent) ?? []).map((id) => ({ id, children: build(id) }));
  return build(null);
}
