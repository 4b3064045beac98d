import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore, openStore } from '../src/store/store.ts';
import { command, inTurn, repeated, type Print } from './measure.ts';
import { seeded } from './corpus.ts';

const files = 10_000;
const author = { name: 'Bench', email: 'bench@example.org' };
const date = '2026-01-01T00:00:00Z';
const clock = (): Date => new Date(date);
const runs = 7;

const pathOf = (n: number): string => {
  const id = `clause-${n}`;
  return `texts/code/clauses/${createHash('sha1').update(id).digest('hex').slice(0, 2)}/${id}.md`;
};

/** Bytes of the repository, its packs and loose objects alike. */
function bytesOf(dir: string): number {
  return Number(command('du', ['-sb', '--apparent-size', join(dir, '.git', 'objects')]).split('\t')[0]);
}

/** Recording one changed clause of 10,000, reading them all at a version, and opening, each against git. */
export async function benchRecord(print: Print): Promise<void> {
  if (spawnSync('git', ['--version']).status !== 0) {
    print('record: skipped, git is not installed');
    return;
  }
  const root = await fs.mkdtemp(join(tmpdir(), 'cw-bench-'));
  try {
    const random = seeded(11);
    const words = (n: number): string =>
      `---\nheading: Clause ${n}\n---\n\n${Array.from({ length: 90 }, () => Math.floor(random() * 6000).toString(36)).join(' ')}.\n`;
    const dir = join(root, 'ours');
    const store = await createStore(dir, { clock });
    const all = new Map([
      ['draft.yaml', 'format: 1\n'],
      ['.gitattributes', '* text=auto eol=lf\n'],
      ...Array.from({ length: files }, (_, n) => [pathOf(n), words(n)] as const),
    ]);
    await store.write(all);
    await store.record({ message: 'Begin', author, date });
    const theirs = join(root, 'theirs');
    await fs.cp(dir, theirs, { recursive: true, preserveTimestamps: true });
    const git = (...args: string[]): string =>
      command(
        'git',
        ['-c', 'user.name=B', '-c', 'user.email=b@example.org', '-c', 'gc.auto=0', ...args],
        [0],
        theirs,
      );
    git('status');

    let turn = 0;
    const [commit, record] = await inTurn(
      runs,
      async () => {
        await fs.writeFile(join(theirs, pathOf(turn)), words(turn++));
        git('commit', '-qam', 'Change');
      },
      async () => {
        await store.write(new Map([[pathOf(turn), words(turn++)]]));
        await store.record({ message: 'Change', author, date });
      },
    );
    print({
      what: 'write and record one of 10,000 files / git commit -qam',
      baseline: commit,
      ours: record,
      goal: 0.25,
    });

    const bytes = bytesOf(dir);
    await store.write(new Map([[pathOf(1), words(1)]]));
    await store.record({ message: 'Change', author, date });
    print(`bytes added by one record: ${bytesOf(dir) - bytes} (goal 10000)`);

    const [archive, read] = await inTurn(
      3,
      () => command('git', ['archive', '-o', join(root, 'a.tar'), 'HEAD~3'], [0], theirs),
      () => store.readFiles('HEAD~3'),
    );
    print({
      what: 'read 10,000 files at an old version / git archive',
      baseline: archive,
      ours: read,
      goal: 3,
    });

    const opened = await repeated(3, async () => {
      const one = await openStore(dir, { clock });
      await one.readFiles('working', 'draft.yaml');
      await one.close();
    });
    print({ what: 'open the repository', baseline: null, ours: opened });
    const changed = await repeated(3, () => store.changedPaths());
    print({ what: 'changed paths of 10,000 files', baseline: null, ours: changed });
  } finally {
    await fs.rm(root, { recursive: true, force: true });
  }
}
