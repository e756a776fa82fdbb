export const modelSearchOf = (
  _: Readonly<Record<string, unknown>>,
): { q?: string; range?: string; group?: string } => ({})
