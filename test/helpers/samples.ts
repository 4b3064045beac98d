import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

/** Where real documents lie: beside the project, or where `CLAUSEWRIGHT_SAMPLES` says. They are never part of it. */
const samplesDir =
  process.env['CLAUSEWRIGHT_SAMPLES'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'samples');

export const samplePath = (path: string): string => join(samplesDir, path);
export const readSample = (path: string): Uint8Array => new Uint8Array(readFileSync(samplePath(path)));

/**
 * A test on real documents. It is skipped where one of them is not at hand; the run prints how many ran and how
 * many were skipped (the reporter counts the mark `[sample]` in the name).
 */
export function onSamples(
  name: string,
  paths: readonly string[],
  run: () => unknown,
  timeout = 120_000,
): void {
  const here = paths.every((path) => existsSync(samplePath(path)));
  test.skipIf(!here)(`[sample] ${name}`, { timeout }, async () => {
    await run();
  });
}
