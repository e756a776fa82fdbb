// What is wrong with a brand that somebody wrote: by field, in sentences.
import { domainToASCII } from 'node:url'
import { isAddress } from '@nautilus/mail'
import { faultOfLogo } from '../logo.ts'
import type { ReportPort } from '../report-port.ts'
import type { Branding } from './branding.ts'

export type Faults = Readonly<Record<string, string>>

/** What a text of a report may have filled in. */
export const placeholders = ['product', 'customer', 'sites', 'period', 'title'] as const

/** Characters of a host name (RFC 1035, 2.3.4), and of the name before an address. */
const [LONGEST_DOMAIN, LONGEST_NAME] = [253, 60]
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
/** What ends a header, or turns a line around (RFC 5322, 2.2). */
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/u
/** Names that no resolver answers to the world (RFC 6761, 2606), nor say who is meant. */
const NOBODYS = /(^|\.)(localhost|local|invalid|test|example|onion|arpa)$/

/** Every fault of a brand; none: it is good. */
export function faultsOfBranding({ logo, report = {} }: Branding, library: ReportPort['library']): Faults {
  const picture = logo === undefined ? null : faultOfLogo(logo)
  return {
    ...(picture ? { 'branding.logo': picture } : {}),
    ...faultsOfTexts('cover', report.cover ?? {}),
    ...faultsOfTexts('footer', report.footer ?? {}),
    ...faultsOfContact(report.contact ?? []),
    ...Object.assign(
      {},
      ...Object.entries(report.sections ?? {}).map(([kind, sections]) => faultsOfSections(kind, sections, library)),
    ),
  }
}

const faultsOfTexts = (part: string, texts: Readonly<Record<string, string>>): Faults =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => {
      const fault = faultOfText(text)
      return fault ? [[`branding.report.${part}.${language}`, fault]] : []
    }),
  )

const faultsOfContact = (contact: readonly { readonly label: string; readonly value: string }[]): Faults =>
  Object.fromEntries(
    contact.flatMap(({ label, value }, index) =>
      Object.entries({ label, value })
        .filter(([, text]) => text.trim() === '' || UNFIT.test(text))
        .map(([name]) => [`branding.report.contact.${index}.${name}`, 'must be one line of text']),
    ),
  )

/** The first fault of a text with places to fill, with its line. */
function faultOfText(text: string): string | null {
  for (const [index, line] of text.split('\n').entries()) {
    const where = `line ${index + 1}`
    if (UNFIT.test(line.replaceAll('\t', ' '))) return `${where} holds a character that is not text`
    const unknown = [...line.matchAll(/\{([^{}]*)\}/g)].find(([, name]) => !placeholders.some(one => one === name))
    if (unknown)
      return `${where}, column ${unknown.index + 1}: there is no ${unknown[0].slice(0, 40)}; there are ${placeholders.map(name => `{${name}}`).join(', ')}`
    const bare = line.replaceAll(/\{\w+\}/g, filled => ' '.repeat(filled.length)).search(/[{}]/)
    if (bare >= 0) return `${where}, column ${bare + 1}: a bracket without its other half`
  }
  return null
}

function faultsOfSections(kind: string, sections: readonly string[], library: ReportPort['library']): Faults {
  const at = `branding.report.sections.${kind}`
  const known = library.find(one => one.kind === kind)
  if (!known) return { [at]: `there is no such report; there are ${library.map(one => one.kind).join(', ')}` }
  const faults: Record<string, string> = {}
  for (const [index, section] of sections.entries()) {
    if (!known.sections.includes(section))
      faults[`${at}.${index}`] = `there is no section ${section}; there are ${known.sections.join(', ')}`
    else if (sections.indexOf(section) < index) faults[`${at}.${index}`] = `${section} is named twice`
  }
  return faults
}

/** A host name in the form that browsers send it; a sentence where it is none. */
export function domainOf(text: string): { readonly domain: string } | { readonly fault: string } {
  const given = text.trim().toLowerCase().replace(/\.$/, '')
  if (/[/:@?#\s]/.test(given)) return { fault: 'must be a host name alone, such as console.example.com' }
  const domain = domainToASCII(given)
  const labels = domain.split('.')
  if (domain === '' || domain.length > LONGEST_DOMAIN || labels.length < 2 || !labels.every(one => LABEL.test(one)))
    return { fault: 'is no host name, such as console.example.com' }
  if (/^\d+$/.test(labels.at(-1) ?? '')) return { fault: 'must be a name, not an address' }
  if (NOBODYS.test(domain)) return { fault: 'is a name that nobody owns' }
  return { domain }
}

/** Why nobody can be written to from this address under this name; null: it is good. */
export function faultOfSender({ name, address }: { readonly name: string | null; readonly address: string | null }): {
  readonly name?: string
  readonly address?: string
} {
  const badName = name !== null && (name.trim() === '' || name.length > LONGEST_NAME || UNFIT.test(name))
  const badAddress = address !== null && (UNFIT.test(address) || !isAddress(address))
  const domain = address === null ? null : domainOf(address.slice(address.lastIndexOf('@') + 1))
  return {
    ...(badName ? { name: `must be one line of at most ${LONGEST_NAME} characters` } : {}),
    ...(badAddress ? { address: 'is no address, such as soc@example.com' } : {}),
    ...(!badAddress && domain && 'fault' in domain ? { address: `its domain ${domain.fault}` } : {}),
  }
}
