// Everything that is known of vulnerabilities against the devices of a site.
import type { SiteMap } from '@nautilus/inventory'
import type { Asset, Link } from '@nautilus/model'
import {
  asTenant,
  bodiesBehind,
  type Database,
  type FoundVulnerability,
  listLinks,
  putVulnerabilities,
  type Scoped,
  siteFact,
  wholeAssets,
} from '@nautilus/store'
import { matchesOf } from '@nautilus/vulnerabilities'
import { ageOf } from '../advisories/age.ts'
import { exposureFrom } from '../advisories/exposure.ts'
import { Intelligence, learn } from '../advisories/load.ts'

/** Files read at once, devices and links that are looked at, and rows that are kept of one site. */
const PIECE = 200
const MOST_ASSETS = 20_000
const MOST_LINKS = 200_000
const MOST_ROWS = 50_000

type Place = { readonly tenant: string; readonly site: string }
export type SiteMatched = {
  readonly rows: number /** Devices newly hit by what is exploited. */
  readonly fresh: number
}

/** `now`: ms since 1970. */
export function matchSite(db: Database, place: Place, now: number): Promise<SiteMatched> {
  const { tenant, site } = place
  return asTenant(db, tenant, async scoped => {
    const known = await intelligenceOf(scoped)
    const assets = (await wholeAssets(scoped, site, MOST_ASSETS)) as Asset[]
    const links = (await listLinks(scoped, site, MOST_LINKS)).map(({ data }) => data as Link)
    const fact = async <K extends 'subnets' | 'zones' | 'paths'>(name: K): Promise<SiteMap[K]> =>
      ((await siteFact(scoped, site, name)) ?? []) as unknown as SiteMap[K]
    const map = {
      assets,
      links,
      subnets: await fact('subnets'),
      zones: await fact('zones'),
      paths: await fact('paths'),
    }
    const today = new Date(now).toISOString().slice(0, 10)
    const { matches, counts } = matchesOf(assets, known.store, {
      ...{ links, exposureOf: exposureFrom(map), kev: known.kev, epss: known.epss, today },
      limits: { matches: MOST_ROWS },
    })
    const found = matches.map((match, rank): FoundVulnerability => {
      const { id, asset, vulnerability, verdict, decision, score, prediction, known } = match
      return {
        ...{ id, asset, vulnerability, verdict, rank, known: known !== null, data: match },
        ...{
          urgency: decision?.urgency ?? null,
          score: score?.score ?? null,
          likelihood: prediction?.probability ?? null,
        },
      }
    })
    const run = { at: new Date(now), counts, age: ageOf(known, today) }
    return { rows: found.length, fresh: await putVulnerabilities(scoped, place, found, run) }
  })
}

async function intelligenceOf(scoped: Scoped): Promise<Intelligence> {
  const into = new Intelligence()
  for (let after = ''; ; ) {
    const files = await bodiesBehind(scoped, after, PIECE)
    for (const { name, body } of files) learn({ name, bytes: body }, into, null)
    if (files.length < PIECE) return into
    after = files.at(-1)!.name
  }
}
