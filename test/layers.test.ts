import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allImports, circles, importsOf } from '../scripts/imports.mjs';
import { broken, folders, table } from '../scripts/rooms.mjs';

const root = join(import.meta.dirname, '..');

describe('the import table', () => {
  test('holds for every file of src, main and renderer', () => {
    const imports = allImports(root, folders);
    expect(imports.length).toBeGreaterThan(20);
    expect(broken(imports)).toEqual([]);
  });

  test('names no room that it does not describe', () => {
    const rooms = Object.keys(table);
    expect(
      Object.values(table)
        .flat()
        .filter((room) => !rooms.includes(room)),
    ).toEqual([]);
  });

  test('finds a forbidden import in whatever form it is written', () => {
    const forms = [
      "import { a } from '../store/a.ts';",
      "import type { A } from '../store/a.ts';",
      "import * as a from '../store/a.ts';",
      "import '../store/a.ts';",
      "export { a } from '../store/a.ts';",
      "export * from '../store/a.ts';",
      "import {\n  a,\n  b,\n} from '../store/a.ts';",
      "const a = await import('../store/a.ts');",
    ];
    for (const form of forms) {
      expect(broken(importsOf('src/redline/x.ts', form)), form).toEqual([
        expect.stringContaining('redline may not import store'),
      ]);
    }
  });

  test('leaves comments and packages alone, but not a window in the core', () => {
    const source = "// import '../store/a.ts';\n/* import '../store/b.ts'; */\nimport { z } from 'zod';\n";
    expect(broken(importsOf('src/redline/x.ts', source))).toEqual([]);
    expect(broken(importsOf('src/redline/x.ts', "import { app } from 'electron';"))).toHaveLength(1);
    expect(broken(importsOf('main/x.ts', "import { app } from 'electron';"))).toEqual([]);
  });

  test('lets the contract name types only', () => {
    expect(broken(importsOf('src/api.ts', "import type { A } from './redline/types.ts';"))).toEqual([]);
    expect(broken(importsOf('src/api.ts', "import { type A } from './redline/types.ts';"))).toEqual([]);
    expect(broken(importsOf('src/api.ts', "import { a } from './redline/types.ts';"))).toHaveLength(1);
  });

  test('finds a circle, and not one of types alone', () => {
    const circle = [
      ...importsOf('src/model/a.ts', "import { b } from './b.ts';"),
      ...importsOf('src/model/b.ts', "import { c } from './c.ts';"),
      ...importsOf('src/model/c.ts', "import { a } from './a.ts';"),
    ];
    expect(circles(circle)).toHaveLength(1);
    expect(circles(circle.slice(0, 2))).toEqual([]);
    const types = importsOf('src/model/c.ts', "import type { A } from './a.ts';");
    expect(circles([...circle.slice(0, 2), ...types])).toEqual([]);
  });
});
