export const settingsSearchOf = (
  _: Readonly<Record<string, unknown>>,
): { q?: string; range?: string; group?: string } => ({})
