export const huntSearchOf = (
  _: Readonly<Record<string, unknown>>,
): { q?: string; range?: string; group?: string } => ({})
