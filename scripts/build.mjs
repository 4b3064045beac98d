// `npm run build`: installs what is missing, then builds `dist/cli.js`.
import { build, install } from './prepare.mjs';

install();
build();
