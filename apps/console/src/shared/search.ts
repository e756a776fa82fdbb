// Reading what the part of an address behind `?` says.

/** A text of at most `most` characters; undefined where there is none. */
export const textOf = (value: unknown, most = 200): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= most ? value : undefined

/** `a,b`, each once. */
export function listOf(value: unknown, most = 40): readonly string[] | undefined {
  const parts = Array.isArray(value) ? value.map(String) : (textOf(value, 2000)?.split(',') ?? [])
  const list = [...new Set(parts.filter(part => part !== ''))].slice(0, most)
  return list.length > 0 ? list : undefined
}

export function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find(word => word === value)
}

export function positiveOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined
}

/** Without what is undefined. */
export function told<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T
}
