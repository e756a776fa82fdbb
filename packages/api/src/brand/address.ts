// Where the console is, and what it is called, where nobody chose otherwise.

export const OUR_NAME = 'Nautilus'

/** The address of the console with another host. */
export function addressUnder(baseUrl: string, domain: string | null): string {
  if (domain === null) return baseUrl
  const url = new URL(baseUrl)
  url.hostname = domain
  return url.href
}
