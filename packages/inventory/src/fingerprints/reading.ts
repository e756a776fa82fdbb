// Fingerprints applied: what the claims of one device tell beyond themselves.
import type { Attribute } from '@nautilus/model'
import { byTrust, type Claimed } from '../claims.ts'
import type { Print, Prints } from './fingerprint.ts'
import { fingerprints } from './index.ts'

export type Match = {
  readonly print: Print
  readonly file: Prints
  readonly attribute: Attribute
  readonly claim: Claimed
}

type ClaimsOfOne = ReadonlyMap<Attribute, readonly Claimed[]>

/** Attributes whose values stand side by side; of the others only the most trusted value is read. */
const many: ReadonlySet<Attribute> = new Set<Attribute>([
  'capability',
  'service',
  'software',
  'session',
  'module',
  'os',
  'model',
  'description',
  'vendor',
  'hardware',
])
/** Values of one attribute that are read. */
const most = 16

/** Every fingerprint that fits, in the order of the files. */
export const matchesOf = (claims: ClaimsOfOne): Match[] =>
  fingerprints.flatMap(file =>
    file.attributes.flatMap(attribute =>
      read(claims, attribute).flatMap(claim => {
        const print = printOf(file, claim)
        return print ? [{ print, file, attribute, claim }] : []
      }),
    ),
  )

const read = (claims: ClaimsOfOne, attribute: Attribute): readonly Claimed[] =>
  (claims.get(attribute) ?? []).slice(0, many.has(attribute) ? most : 1)

const printOf = ({ source, prints }: Prints, claim: Claimed): Print | undefined =>
  source && !source.test(claim.source) ? undefined : prints.find(({ pattern }) => pattern.test(claim.value))

/** Adds what fingerprints tell as claims of their own, with the frame of the claim that they read. */
export function addTold(claims: Map<Attribute, Claimed[]>, matches: readonly Match[], limit: number): void {
  for (const { print, file, claim } of matches) {
    if (file.shown) continue
    for (const [name, text] of Object.entries(print.tells ?? {})) {
      const attribute = name as Attribute
      const value = text.replace('$1', print.pattern.exec(claim.value)?.[1] ?? '').trim()
      const list = claims.get(attribute) ?? []
      if (list.length >= limit || list.some(known => known.value === value)) continue
      const source = `${claim.source}, ${file.title}`
      list.push({ ...claim, value, source, confidence: round(claim.confidence * print.confidence) })
      claims.set(attribute, list.sort(byTrust))
    }
  }
}

const round = (share: number): number => Math.round(share * 100) / 100
