import { spawnSync } from 'node:child_process';

/** One line of the table. Times in milliseconds, medians; `baseline` null where there is nothing to compare with. */
export interface Row {
  readonly what: string;
  readonly baseline: number | null;
  readonly ours: number | null;
  /** The ratio wanted at most (performance goals); null where none is set. */
  readonly goal?: number | null;
  readonly remark?: string;
}

/** What a bench reports with: a row of the table, or a line of its own (why something was skipped, say). */
export type Print = (what: Row | string) => void;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const now = (): number => Number(process.hrtime.bigint()) / 1e6;

export async function time(run: () => unknown): Promise<number> {
  const started = now();
  await run();
  return now() - started;
}

/** Median of `n` runs of each, taken in turn so that a busy moment of the machine hits both. */
export async function inTurn(
  n: number,
  baseline: () => unknown,
  ours: () => unknown,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i += 1) {
    times[0].push(await time(baseline));
    times[1].push(await time(ours));
  }
  return [median(times[0]), median(times[1])];
}

/** Median of `n` runs after one that does not count. */
export async function repeated(n: number, run: () => unknown): Promise<number> {
  await run();
  const times: number[] = [];
  for (let i = 0; i < n; i += 1) times.push(await time(run));
  return median(times);
}

/** Runs a program whole; throws with its own words where it ends with a code that is not among `good`. */
export function command(
  program: string,
  args: readonly string[],
  good: readonly number[] = [0],
  cwd?: string,
): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30, ...(cwd ? { cwd } : {}) });
  if (done.error) throw done.error;
  if (!good.includes(done.status ?? -1)) {
    throw new Error(
      `${program} ${args[0] ?? ''} ended with ${done.status}: ${done.stderr.trim().slice(0, 300)}`,
    );
  }
  return done.stdout;
}
