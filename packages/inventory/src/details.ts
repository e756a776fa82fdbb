// What an asset shows beside its identity: told by many claims at once, or by its traffic.
import type { Asset, Attribute, ControllerMode, ExposedCredential, ShownCertificate } from '@nautilus/model'
import type { Claimed } from './claims.ts'
import { type Exchange, isAnswered } from './roles/portrait.ts'
import { byText } from './seen.ts'

type ClaimsOfOne = ReadonlyMap<Attribute, readonly Claimed[]>

export type Details = Pick<Asset, 'modules' | 'mode' | 'software' | 'services' | 'certificates' | 'credentials'>

/** Ports above which a server's port is one that its own system picked: no service, but one transfer. */
const ephemeral = 49_152

export const detailsOf = (claims: ClaimsOfOne, served: readonly Exchange[]): Details => ({
  modules: valuesOf(claims, 'module').sort(bySlot),
  mode: modeOf(claims.get('mode') ?? []),
  software: valuesOf(claims, 'software'),
  services: servicesOf(claims, served),
  certificates: (claims.get('certificate') ?? []).map(certificateOf).sort((a, b) => a.first - b.first),
  credentials: (claims.get('credential') ?? []).map(credentialOf).sort((a, b) => a.first - b.first),
})

const valuesOf = (claims: ClaimsOfOne, attribute: Attribute): string[] => [
  ...new Set((claims.get(attribute) ?? []).map(({ value }) => value)),
]

/** So that slot 2 comes before slot 10. */
const bySlot = (a: string, b: string): number => byText(padded(a), padded(b))
const padded = (text: string): string => text.replace(/\d+/g, digits => digits.padStart(5, '0'))

const keySwitch = /\bkey ?switch:? (.+)$/i

/** The mode changes: the last word counts, not the most confident. */
function modeOf(claims: readonly Claimed[]): ControllerMode | null {
  const latest = [...claims].sort((a, b) => b.last - a.last || b.confidence - a.confidence || byText(a.value, b.value))
  const running = latest.find(({ value }) => !keySwitch.test(value))
  const position = latest.find(({ value }) => keySwitch.test(value))
  const told = running ?? position
  if (!told) return null
  return {
    value: running?.value ?? 'unknown',
    keySwitch: position ? (keySwitch.exec(position.value)?.[1] ?? null) : null,
    at: told.last,
  }
}

function servicesOf(claims: ClaimsOfOne, served: readonly Exchange[]): string[] {
  const answered = served.filter(e => e.traffic.port > 0 && e.traffic.port < ephemeral && isAnswered(e))
  const offered = answered.map(({ traffic }) => `${traffic.protocol}/${traffic.port}`)
  return [...new Set([...offered, ...valuesOf(claims, 'service')])].sort(bySlot)
}

/** `SUBJECT; issued by ISSUER; until END`, as the TLS claims write it. */
function certificateOf({ value, first, last }: Claimed): ShownCertificate {
  const [, subject = value, issuer = '', until = ''] =
    /^(.*?)(?:; issued by (.*?))?(?:; until (.*))?$/s.exec(value) ?? []
  return { subject, issuer, until: until === '?' ? '' : until, first, last }
}

const credentialOf = ({ value, source, first, last, frame }: Claimed): ExposedCredential => ({
  protocol: source.split(' ')[0]!,
  what: value,
  first,
  last,
  frame,
})
