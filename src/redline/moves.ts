/**
 * Of things that stand in both orders, those that did not move: a longest run of them in the same order
 * (patience sorting). Symmetric: asked from the other side it names the same ones.
 *
 * `order[i]` is the place on the other side of what stands at i here; all different.
 */
export function stayed(order: readonly number[]): ReadonlySet<number> {
  // The longest increasing run is not always one only; taking the side whose order reads smaller settles ties.
  const inverse: number[] = [];
  const rank = [...order].sort((a, b) => a - b);
  const place = new Map(rank.map((value, i) => [value, i]));
  const dense = order.map((value) => place.get(value) ?? 0);
  dense.forEach((value, i) => (inverse[value] = i));
  for (let i = 0; i < dense.length; i++) {
    const [here, there] = [dense[i] as number, inverse[i] as number];
    if (here !== there) {
      if (here < there) break;
      const kept = longest(inverse);
      return new Set([...kept].map((value) => inverse[value] as number));
    }
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
