/**
 * The longest run of equal numbers two sequences share, found by Myers' algorithm in linear space (Myers 1986).
 * Bounded: where two parts have nothing much in common, it stops looking for the perfect answer and cuts where it
 * got furthest, so that time stays near linear in the size of the input.
 *
 * Returns matched pairs of positions, ascending on both sides: [a0, b0, a1, b1, …].
 */
export function matches(a: Int32Array, b: Int32Array): Int32Array {
  const out: number[] = [];
  const size = 2 * (Math.min(a.length + b.length, 2 * costLimit) + 4);
  const space = { forward: new Int32Array(size), backward: new Int32Array(size) };
  walk(a, 0, a.length, b, 0, b.length, out, space);
  return Int32Array.from(out);
}

/** Edits looked at from one end before giving up on the least script: about a long paragraph wholly rewritten. */
const costLimit = 600;

interface Space {
  readonly forward: Int32Array;
  readonly backward: Int32Array;
}

function walk(
  a: Int32Array,
  a0: number,
  a1: number,
  b: Int32Array,
  b0: number,
  b1: number,
  out: number[],
  space: Space,
): void {
  while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) out.push(a0++, b0++);
  let tail = 0;
  while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) {
    a1--;
    b1--;
    tail++;
  }
  if (a0 < a1 && b0 < b1) {
    const [x, y] = middle(a, a0, a1, b, b0, b1, space);
    walk(a, a0, x, b, b0, y, out, space);
    walk(a, x, a1, b, y, b1, out, space);
  }
  for (let i = 0; i < tail; i++) out.push(a1 + i, b1 + i);
}

/** A point on a least script between the two corners; both parts it cuts off are smaller than the whole. */
function middle(
  a: Int32Array,
  a0: number,
  a1: number,
  b: Int32Array,
  b0: number,
  b1: number,
  space: Space,
): [number, number] {
  const n = a1 - a0;
  const m = b1 - b0;
  const delta = n - m;
  const odd = (delta & 1) !== 0;
  const limit = Math.min(Math.ceil((n + m) / 2), costLimit);
  const { forward, backward } = space;
  const mid = limit + 1;
  forward[mid + 1] = 0;
  backward[mid + 1] = 0;
  let best = -1;
  let bestPoint: [number, number] = [a1, b0];
  for (let d = 0; d <= limit; d++) {
    for (let k = -d; k <= d; k += 2) {
      const down =
        k === -d || (k !== d && (forward[mid + k - 1] as number) < (forward[mid + k + 1] as number));
      let x = down ? (forward[mid + k + 1] as number) : (forward[mid + k - 1] as number) + 1;
      let y = x - k;
      while (x < n && y < m && a[a0 + x] === b[b0 + y]) {
        x++;
        y++;
      }
      forward[mid + k] = x;
      if (x <= n && y <= m && x + y > best) {
        best = x + y;
        bestPoint = [a0 + x, b0 + y];
      }
      const back = delta - k;
      if (odd && back >= -(d - 1) && back <= d - 1 && x + (backward[mid + back] as number) >= n) {
        if (inside(x, y, n, m)) return [a0 + x, b0 + y];
      }
    }
    for (let k = -d; k <= d; k += 2) {
      const down =
        k === -d || (k !== d && (backward[mid + k - 1] as number) < (backward[mid + k + 1] as number));
      let x = down ? (backward[mid + k + 1] as number) : (backward[mid + k - 1] as number) + 1;
      let y = x - k;
      while (x < n && y < m && a[a1 - 1 - x] === b[b1 - 1 - y]) {
        x++;
        y++;
      }
      backward[mid + k] = x;
      const front = delta - k;
      if (!odd && front >= -d && front <= d && x + (forward[mid + front] as number) >= n) {
        if (inside(n - x, m - y, n, m)) return [a1 - x, b1 - y];
      }
    }
  }
  const [x, y] = bestPoint;
  return inside(x - a0, y - b0, n, m) ? bestPoint : [a1, b0];
}

/** Neither corner: a cut at a corner would not make the problem smaller. */
const inside = (x: number, y: number, n: number, m: number): boolean =>
  x >= 0 && y >= 0 && x <= n && y <= m && !(x === 0 && y === 0) && !(x === n && y === m);
