import type { MappingRow } from '../../transition/mapping.ts';

/** The mapping as `mapping --json` prints it (design 5). */
export const mappingJson = (rows: readonly MappingRow[]): { readonly rows: readonly MappingRow[] } => ({
  rows,
});
