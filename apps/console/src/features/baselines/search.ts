export const baselineSearchOf = (
  _: Readonly<Record<string, unknown>>,
): { q?: string; range?: string; group?: string } => ({})
