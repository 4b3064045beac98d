import type { Side } from '../redline/types.ts';
import { documentLines } from './lines.ts';

/** The first place where a file does not say what it should. */
export interface LineProblem {
  readonly side: 'base' | 'target';
  /** 1-based printed line. */
  readonly line: number;
  readonly expected: string | null;
  readonly found: string | null;
}

/** Compares what was read back from a file with what both sides print; empty where they agree. */
export function compareLines(
  read: { readonly base: readonly string[]; readonly target: readonly string[] },
  base: Side,
  target: Side,
): LineProblem[] {
  const one = (side: 'base' | 'target', of: Side): LineProblem[] => {
    const wanted = documentLines(of.text, of);
    const found = read[side];
    for (let i = 0; i < Math.max(wanted.length, found.length); i++) {
      if (wanted[i] !== found[i])
        return [{ side, line: i + 1, expected: wanted[i] ?? null, found: found[i] ?? null }];
    }
    return [];
  };
  return [...one('base', base), ...one('target', target)];
}
