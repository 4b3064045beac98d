import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SerializedError, TestModule, TestRunEndReason } from 'vitest/node';
import { DefaultReporter } from 'vitest/node';

/** Marks a test on a real document (helpers/samples.ts). */
const mark = '[sample]';

/**
 * Vitest's own report, and at its end two lines that a script can read: the tests on real documents, then all
 * tests. A file that could not be loaded, and an error outside any test, each count as one failure.
 */
export default class Reporter extends DefaultReporter {
  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    super.onTestRunEnd(modules, errors, reason);
    const count = { passed: 0, failed: 0, skipped: 0 };
    const samples = { run: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        const outcome = state === 'pending' ? 'skipped' : state;
        count[outcome] += 1;
        if (test.name.startsWith(mark)) samples[outcome === 'skipped' ? 'skipped' : 'run'] += 1;
      }
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    count.failed += errors.length;
    const lines = [
      `tests on real documents: ${samples.run} run, ${samples.skipped} skipped`,
      `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`,
    ];
    const out = join(import.meta.dirname, '..', 'out');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'test-summary.txt'), `${lines.join('\n')}\n`);
    this.ctx.logger.log(lines.join('\n'));
  }
}
