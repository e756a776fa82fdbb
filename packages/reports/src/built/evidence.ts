// What the product can show of how a plant is looked after: each a test on the facts, and a sentence with the figures.

import type { SiteFacts } from '../report/facts.ts'
import { countIn, durationIn, shareIn } from '../report/moments.ts'
import type { Known, ReportLanguage } from '../report/report.ts'
import type { ReportFacts } from '../report/report-of.ts'
import { shareOf, sumOf } from './parts.ts'

export const evidenceNames = [
  'inventory',
  'owners',
  'criticality',
  'risk',
  'incidents',
  'decisions',
  'practice',
  'record',
  'changes',
  'planned',
  'remote',
  'findings',
  'sensors',
  'sight',
  'zones',
  'crossings',
  'encryption',
] as const
export type EvidenceName = (typeof evidenceNames)[number]

export type Evidence = { readonly met: boolean; readonly text: string; readonly known: readonly Known<unknown>[] }

/** Share of all devices from which on something is known of them as a whole. */
const MOST_OF = 0.8

export const evidenceOf = (name: EvidenceName, facts: ReportFacts, language: ReportLanguage): Evidence =>
  tests[name](new Sums(facts, language), words[language])

/** Figures over all sites, as texts. */
class Sums {
  readonly facts: ReportFacts
  readonly #language: ReportLanguage

  constructor(facts: ReportFacts, language: ReportLanguage) {
    this.facts = facts
    this.#language = language
  }

  of<T>(pick: (site: SiteFacts) => Known<T>, figure: (value: T) => number): number {
    return this.facts.sites.reduce((sum, site) => sum + figure(pick(site).value), 0)
  }

  /** There is a site, and it holds for each. */
  all<T>(pick: (site: SiteFacts) => Known<T>, holds: (value: T) => boolean): boolean {
    const { sites } = this.facts
    return sites.length > 0 && sites.every(site => holds(pick(site).value))
  }

  each<T>(pick: (site: SiteFacts) => Known<T>): Known<T>[] {
    return this.facts.sites.map(pick)
  }

  count(value: number): string {
    return countIn(value, this.#language)
  }

  share(value: number | null): string {
    return value === null ? '–' : shareIn(value, this.#language)
  }

  span(ms: number | null): string {
    return ms === null ? '–' : durationIn(ms, this.#language)
  }
}

const assets = (site: SiteFacts) => site.assets
const incidents = (site: SiteFacts) => site.incidents
const practice = (site: SiteFacts) => site.practice
const sensors = (site: SiteFacts) => site.sensors
const control = (site: SiteFacts) => site.control
const boundary = (site: SiteFacts) => site.boundary
const findings = (site: SiteFacts) => site.findings
const past = (site: SiteFacts) => site.past

const most = (values: readonly number[]): number | null => (values.length > 0 ? Math.max(...values) : null)

type Test = (sums: Sums, say: Words) => Evidence
const tests: Readonly<Record<EvidenceName, Test>> = {
  inventory: (sums, say) => {
    const devices = sums.of(assets, one => one.total)
    return { met: devices > 0, text: say.inventory(sums.count(devices)), known: sums.each(assets) }
  },
  owners: (sums, say) => {
    const share = shareOf(
      sums.of(assets, one => one.owned),
      sums.of(assets, one => one.total),
    )
    return { met: (share ?? 0) >= MOST_OF, text: say.owners(sums.share(share)), known: sums.each(assets) }
  },
  criticality: (sums, say) => {
    const share = shareOf(
      sums.of(assets, one => one.ranked),
      sums.of(assets, one => one.total),
    )
    return { met: (share ?? 0) >= MOST_OF, text: say.criticality(sums.share(share)), known: sums.each(assets) }
  },
  risk: (sums, say) => ({
    met: sums.all(past, runs => runs.length > 0),
    text: say.risk(sums.count(sums.of(past, runs => runs.length))),
    known: sums.each(past),
  }),
  incidents: (sums, say) => {
    const opened = sums.of(incidents, one => one.opened)
    const played = sums.of(incidents, one => one.withPlaybook)
    const text = say.incidents(sums.count(opened), sums.count(played))
    return { met: opened > 0, text, known: sums.each(incidents) }
  },
  decisions: (sums, say) => {
    const decided = sums.of(incidents, one => one.decided)
    const longest = most(sums.each(incidents).flatMap(({ value }) => value.decide ?? []))
    const text = say.decisions(sums.count(decided), sums.span(longest))
    return { met: decided > 0, text, known: sums.each(incidents) }
  },
  practice: (sums, say) => {
    const played = sums.of(practice, one => one.exercises)
    return { met: played > 0, text: say.practice(sums.count(played)), known: sums.each(practice) }
  },
  record: (sums, say) => {
    const { record } = sums.facts
    const { whole, links, days } = record.value
    const text = whole ? say.record(sums.count(links), sums.count(days)) : say.broken
    return { met: whole && links > 0, text, known: [record] }
  },
  changes: (sums, say) => {
    const pairs = sums.of(control, ({ rows }) => rows.length)
    const heard = sums.of(assets, one => one.total) > 0
    return { met: heard, text: say.changes(sums.count(pairs)), known: sums.each(control) }
  },
  planned: (sums, say) => {
    const orders = sums.of(practice, one => one.orders)
    return { met: orders > 0, text: say.planned(sums.count(orders)), known: sums.each(practice) }
  },
  remote: (sums, say) => {
    const ways = sums.of(control, one => one.ways)
    const external = sums.of(control, one => one.external)
    const heard = sums.of(assets, one => one.total) > 0
    return { met: heard, text: say.remote(sums.count(ways), sums.count(external)), known: sums.each(control) }
  },
  findings: (sums, say) => {
    const found = sums.of(findings, one => sumOf(one.found))
    const worked = sums.of(findings, one => one.worked)
    const text = say.findings(sums.count(found), sums.count(worked))
    return { met: worked > 0, text, known: sums.each(findings) }
  },
  sensors: (sums, say) => {
    const all = sums.of(sensors, one => one.total)
    const silent = sums.of(sensors, one => one.silent)
    const text = say.sensors(sums.count(all), sums.count(silent))
    return { met: all > 0 && silent === 0, text, known: sums.each(sensors) }
  },
  sight: (sums, say) => {
    const blind = sums.of(sensors, one => one.blind.length)
    const heard = sums.all(sensors, one => one.recognised !== null)
    const text = heard ? say.sight(sums.count(blind)) : say.unheard
    return { met: heard && blind === 0, text, known: sums.each(sensors) }
  },
  zones: (sums, say) => {
    const declared = sums.of(boundary, one => one.declared)
    const zones = sums.of(boundary, one => one.zones)
    const met = sums.all(boundary, one => one.declared > 0)
    return { met, text: say.zones(sums.count(declared), sums.count(zones)), known: sums.each(boundary) }
  },
  crossings: (sums, say) => {
    const conduits = sums.of(boundary, one => one.conduits)
    const against = sums.of(boundary, one => one.undeclared + one.forbidden)
    const declared = sums.of(boundary, one => one.declared) > 0
    const text = say.crossings(sums.count(conduits), sums.count(against))
    return { met: declared && conduits > 0, text, known: sums.each(boundary) }
  },
  encryption: (sums, say) => {
    const shares = sums.each(sensors).flatMap(({ value }) => value.encrypted ?? [])
    const least = shares.length > 0 ? Math.min(...shares) : null
    return { met: least !== null, text: say.encryption(sums.share(least)), known: sums.each(sensors) }
  },
}

type Words = {
  readonly [name in Exclude<EvidenceName, 'record'>]: (...figures: string[]) => string
} & {
  readonly record: (links: string, days: string) => string
  readonly broken: string
  readonly unheard: string
}

const words: Readonly<Record<ReportLanguage, Words>> = {
  en: {
    inventory: devices => `devices in an inventory with history: ${devices}`,
    owners: share => `devices for which somebody answers: ${share}`,
    criticality: share => `devices with a criticality: ${share}`,
    risk: runs => `computations of risk kept with all their numbers: ${runs}`,
    incidents: (opened, played) =>
      `incidents of the period, recorded step by step: ${opened}, with a playbook: ${played}`,
    decisions: (decided, longest) =>
      `incidents with a decision and who took it: ${decided}; median time until then: ${longest}`,
    practice: played => `exercises that ended in the period: ${played}`,
    record: (links, days) => `signed record of what people did; entries: ${links}, signed days: ${days}`,
    broken: 'the record of what people did is broken',
    changes: pairs => `pairs of devices of which one was seen to change the other: ${pairs}`,
    planned: orders => `approved work and visits, against which changes are judged: ${orders}`,
    remote: (ways, external) =>
      `ways from outside or from a remote access: ${ways}, devices that talk outside: ${external}`,
    findings: (found, worked) => `findings of the period: ${found}, answered with a reason: ${worked}`,
    sensors: (all, silent) => `sensors: ${all}, silent: ${silent}`,
    sight: blind => `parts of the plant that a sensor does not see: ${blind}`,
    unheard: 'a site was not heard yet',
    zones: (declared, zones) => `zones: ${zones}, declared: ${declared}`,
    crossings: (conduits, against) => `conduits seen: ${conduits}, not declared or forbidden: ${against}`,
    encryption: share => `share of encrypted packets, of the site with the least: ${share}`,
  },
  de: {
    inventory: devices => `Geräte in einem Inventar mit Geschichte: ${devices}`,
    owners: share => `Geräte, für die jemand einsteht: ${share}`,
    criticality: share => `Geräte mit einer Kritikalität: ${share}`,
    risk: runs => `Risikoberechnungen, mit allen Zahlen aufbewahrt: ${runs}`,
    incidents: (opened, played) =>
      `Vorfälle des Zeitraums, Schritt für Schritt aufgezeichnet: ${opened}, mit Playbook: ${played}`,
    decisions: (decided, longest) =>
      `Vorfälle mit Entscheidung und wer sie traf: ${decided}; mittlere Zeit (Median) bis dahin: ${longest}`,
    practice: played => `Übungen, die im Zeitraum endeten: ${played}`,
    record: (links, days) =>
      `signierte Aufzeichnung dessen, was Menschen taten; Einträge: ${links}, signierte Tage: ${days}`,
    broken: 'die Aufzeichnung dessen, was Menschen taten, ist beschädigt',
    changes: pairs => `Paare von Geräten, bei denen gesehen wurde, dass eines das andere änderte: ${pairs}`,
    planned: orders => `genehmigte Arbeiten und Besuche, an denen Änderungen gemessen werden: ${orders}`,
    remote: (ways, external) =>
      `Wege von außen oder über einen Fernzugang: ${ways}, Geräte, die nach außen sprechen: ${external}`,
    findings: (found, worked) => `Befunde des Zeitraums: ${found}, mit Begründung beantwortet: ${worked}`,
    sensors: (all, silent) => `Sensoren: ${all}, stumm: ${silent}`,
    sight: blind => `Teile der Anlage, die ein Sensor nicht sieht: ${blind}`,
    unheard: 'ein Standort wurde noch nicht gehört',
    zones: (declared, zones) => `Zonen: ${zones}, festgelegt: ${declared}`,
    crossings: (conduits, against) => `Übergänge gesehen: ${conduits}, nicht festgelegt oder verboten: ${against}`,
    encryption: share => `Anteil verschlüsselter Pakete, am Standort mit dem kleinsten: ${share}`,
  },
}
