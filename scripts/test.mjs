// `npm test [files or options of vitest]`: installs and builds what is missing, then runs the tests.
import { build, install, root, run, tool } from './prepare.mjs';

install();
build();
process.exit(run(process.execPath, [tool('vitest'), 'run', ...process.argv.slice(2)], { cwd: root }));
