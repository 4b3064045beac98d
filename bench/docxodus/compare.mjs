// Compares two Word files with docxodus, as one whole command: compare.mjs BASE TARGET OUT
import { readFile, writeFile } from 'node:fs/promises';
import { compareDocuments, initialize } from 'docxodus/core';

const [base = '', target = '', out = ''] = process.argv.slice(2);
await initialize();
await writeFile(
  out,
  await compareDocuments(new Uint8Array(await readFile(base)), new Uint8Array(await readFile(target))),
);
