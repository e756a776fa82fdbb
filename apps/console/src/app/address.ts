// The part of an address behind `?`, readable: `severity=high,critical&text=pump`.
export type Search = Readonly<Record<string, unknown>>

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

/** Lists are joined by commas; what is empty is left out. */
export function stringifySearch(search: Search): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    const text = Array.isArray(value) ? value.join(',') : value === undefined || value === null ? '' : String(value)
    if (text !== '') params.set(name, text)
  }
  const text = params.toString().replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}

/** A way back inside the console only: never to another site. */
export const backOf = (text: unknown): string | undefined =>
  typeof text === 'string' && /^\/(?![/\\])/.test(text) && !text.startsWith('/sign-in') ? text : undefined
