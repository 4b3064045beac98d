/**
 * Of things that stand in both orders, those that did not move: a longest run of them in the same order
 * (patience sorting). Symmetric: asked from the other side it names the same ones.
 *
 * `order[i]` is the place on the other side of what stands at i here, all different; `keys[i]` names it, the same
 * from both sides.
 */
export function stayed(order: readonly number[], keys: readonly string[]): ReadonlySet<number> {
  const place = new Map([...order].sort((a, b) => a - b).map((value, i) => [value, i]));
  const dense = order.map((value) => place.get(value) ?? 0);
  const inverse: number[] = [];
  dense.forEach((value, i) => (inverse[value] = i));
  // The longest run is not always one only: look from the side whose order of keys reads smaller.
  for (let i = 0; i < keys.length; i++) {
    const [here, there] = [keys[i] ?? '', keys[inverse[i] ?? i] ?? ''];
    if (here === there) continue;
    if (here < there) break;
    return new Set([...longest(inverse)].map((value) => inverse[value] as number)); // a position of the other order
  }
  return longest(dense);
}

function longest(order: readonly number[]): Set<number> {
  const tails: number[] = [];
  const previous: number[] = [];
  order.forEach((value, i) => {
    let lo = 0;
    let hi = tails.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((order[tails[mid] as number] as number) < value) lo = mid + 1;
      else hi = mid;
    }
    previous[i] = lo > 0 ? (tails[lo - 1] as number) : -1;
    tails[lo] = i;
  });
  const out = new Set<number>();
  for (let at = tails[tails.length - 1] ?? -1; at >= 0; at = previous[at] as number) out.add(at);
  return out;
}
