import { commands } from './commands.ts';
import { commandHelp, findCommand, overview, parseCommand } from './command.ts';
import { Failure, Workbench } from '../workbench.ts';

/** Set by the build from package.json. */
declare const __VERSION__: string;

/** Runs one command: arguments in, one answer out; gives the exit code (design 5). */
async function main(words: readonly string[]): Promise<number> {
  const [first] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(overview(commands));
    return 0;
  }
  if (first === '--version') {
    process.stdout.write(`clausewright ${__VERSION__}\n`);
    return 0;
  }
  const found = findCommand(commands, words);
  if (!found) {
    const near = commands.filter((one) => one.name.startsWith(`${first} `)).map((one) => one.name);
    const remedy =
      near.length > 0 ? `write one of ${near.join(', ')}` : '`clausewright --help` lists the commands';
    throw new Failure('usage', `'${words.slice(0, 2).join(' ')}' is no command; ${remedy}.`);
  }
  if (found.rest.includes('--help')) {
    process.stdout.write(commandHelp(found.command));
    return 0;
  }
  const args = parseCommand(found.command, found.rest);
  const workbench = new Workbench(
    {
      cwd: process.cwd(),
      clock: () => new Date(),
      variables: process.env,
      toolVersion: __VERSION__,
      progress: (message) => void process.stderr.write(`${message}\n`),
    },
    {
      dir: args.value('draft') ?? args.value('dir') ?? '.',
      author: args.value('author'),
      date: args.value('date'),
      passphraseFile: args.value('passphrase-file'),
    },
  );
  try {
    const outcome = await found.command.run(workbench, args);
    const text = args.is('json') ? `${JSON.stringify(outcome.json, null, 2)}\n` : outcome.text;
    await print(text === '' || text.endsWith('\n') ? text : `${text}\n`);
    return outcome.exit ?? 0;
  } finally {
    await workbench.close();
  }
}

/** Waits for a pipe to take everything: an exit would cut it off. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader (head, less) has seen enough
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
