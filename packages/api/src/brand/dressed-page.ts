// The page of the console before its program runs: it has the name and the icon of whose host name it is.
import type { Branding } from './branding.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Without a name of its own the page stays as it was built. */
export function dressedPage(page: string, { product, logo }: Branding): string {
  if (product === undefined) return page
  // A name without a picture gets one from its first letter once the program runs.
  const icon = `<link rel="icon" href="${escaped(logo ?? 'data:,')}" />`
  return page
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(product)}</title>`)
    .replace(/<link rel="icon"[^>]*>/, () => icon)
}
