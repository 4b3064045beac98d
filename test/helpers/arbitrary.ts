/**
 * Generated documents for tests of laws. `bodyArb` and `clauseArb` are anything the schema allows;
 * `textOfClausesArb` is a whole text with everyday bodies; `editedPairArb()` a text before and after some edits.
 */
export * from './arbitrary-body.ts';
export * from './arbitrary-text.ts';
export * from './arbitrary-edits.ts';
export * from './tally.ts';

/** Says in the run's output what a generated test met. */
export const print = (lines: string): void => void process.stdout.write(`${lines}\n`);

/** How often a generated test runs: CLAUSEWRIGHT_RUNS, or what the test thinks right for every day. */
export const runs = (usual: number): number => Number(process.env['CLAUSEWRIGHT_RUNS'] ?? usual);
