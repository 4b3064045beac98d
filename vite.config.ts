import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';
import about from './package.json' with { type: 'json' };

/** Builds the command line as one file, so that it starts fast and needs nothing beside it. */
export default defineConfig({
  define: { __VERSION__: JSON.stringify(about.version) },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist',
    target: 'node20.18',
    minify: false,
    rollupOptions: {
      external: [/^node:/, ...builtinModules],
      output: { entryFileNames: 'cli.js', format: 'es', codeSplitting: false },
    },
  },
  ssr: { noExternal: true, target: 'node' },
});
