export const sensorSearchOf = (
  _: Readonly<Record<string, unknown>>,
): { q?: string; range?: string; group?: string } => ({})
