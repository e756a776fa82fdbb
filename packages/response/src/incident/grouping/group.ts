// Findings become groups: what hangs together directly or through others. The order in which they come does not matter.
import { severities } from '@nautilus/model'
import type { Reason } from '../reason.ts'
import { compareFindings, compareRelations, devicesOf, type Groupable, type Relation, relate } from './relate.ts'
import type { GroupingRules } from './rules.ts'

/** How many findings of one device each is compared with: those that began closest to it. */
export const MAX_COMPARED = 256

export type Group<F extends Groupable> = {
  /** `i-` and the id of the first finding that may open an incident. */
  readonly id: string
  /** By beginning; each with why it is here. The one that opens it has no other reason than being first. */
  readonly members: readonly { readonly finding: F; readonly reason: Reason }[]
}

export const incidentIdOf = (finding: string): string => `i-${finding}`

const rankOf = (finding: Groupable): number => severities.indexOf(finding.severity)

/** May it open an incident, and hold others together? */
export const opens = (finding: Groupable, rules: GroupingRules): boolean =>
  finding.severity !== 'recorded' && rankOf(finding) >= severities.indexOf(rules.opensFrom)

/** All groups, the earliest first. Milder findings join the group they are closest to; `loose`: those that have none. */
export function group<F extends Groupable>(
  findings: readonly F[],
  rules: GroupingRules,
): { readonly groups: readonly Group<F>[]; readonly loose: readonly F[] } {
  const sorted = [...new Map(findings.map(finding => [finding.id, finding])).values()].sort(compareFindings)
  const openers = sorted.filter(finding => opens(finding, rules))
  const relatives = relativesAmong(openers, rules)
  const members = new Map(componentsOf(openers, relatives).map(list => [list[0]!.id, list]))
  const leaders = new Map([...members].flatMap(([id, list]) => list.map(({ id: member }) => [member, id] as const)))
  const joined: F[] = []
  const byDevice = filed(openers)
  for (const mild of sorted.filter(finding => !opens(finding, rules) && finding.severity !== 'recorded')) {
    const best = relationsOf(mild, byDevice, rules)[0]
    if (!best) continue
    relatives.set(mild.id, [best])
    members.get(leaders.get(best.other)!)!.push(mild)
    joined.push(mild)
  }
  const placed = new Set([...openers, ...joined])
  return {
    groups: [...members].map(([id, list]) => ({ id: incidentIdOf(id), members: explained(id, list, relatives) })),
    loose: sorted.filter(finding => !placed.has(finding)),
  }
}

type Relatives = Map<string, Relation[]>

/** By device, its findings by beginning. */
function filed<F extends Groupable>(sorted: readonly F[]): Map<string, F[]> {
  const byDevice = new Map<string, F[]>()
  for (const finding of sorted)
    for (const device of devicesOf(finding)) {
      const list = byDevice.get(device)
      if (list) list.push(finding)
      else byDevice.set(device, [finding])
    }
  return byDevice
}

/** The relations of a finding with those of its devices, the strongest first. */
function relationsOf<F extends Groupable>(
  finding: F,
  byDevice: ReadonlyMap<string, F[]>,
  rules: GroupingRules,
): Relation[] {
  const others = new Set(devicesOf(finding).flatMap(device => nearest(byDevice.get(device) ?? [], finding)))
  return [...others]
    .flatMap(other => (other.id === finding.id ? [] : (relate(finding, other, rules) ?? [])))
    .sort(compareRelations)
}

const nearest = <F extends Groupable>(list: readonly F[], { first }: F): readonly F[] =>
  list.length <= MAX_COMPARED
    ? list
    : [...list].sort((a, b) => Math.abs(a.first - first) - Math.abs(b.first - first)).slice(0, MAX_COMPARED)

function relativesAmong<F extends Groupable>(sorted: readonly F[], rules: GroupingRules): Relatives {
  const relatives: Relatives = new Map(sorted.map(({ id }) => [id, []]))
  for (const list of filed(sorted).values())
    list.forEach((finding, at) => {
      for (const other of list.slice(Math.max(0, at - MAX_COMPARED), at)) {
        const relation = relate(finding, other, rules)
        if (!relation) continue
        relatives.get(finding.id)!.push(relation)
        relatives.get(other.id)!.push({ ...relation, other: finding.id })
      }
    })
  return relatives
}

/** What hangs together, each part by beginning. */
function componentsOf<F extends Groupable>(sorted: readonly F[], relatives: Relatives): F[][] {
  const byId = new Map(sorted.map(finding => [finding.id, finding]))
  const seen = new Set<string>()
  return sorted.flatMap(({ id }) => {
    if (seen.has(id)) return []
    seen.add(id)
    const part = [id]
    for (const member of part)
      for (const { other } of relatives.get(member) ?? [])
        if (!seen.has(other)) {
          seen.add(other)
          part.push(other)
        }
    return [part.map(member => byId.get(member)!).sort(compareFindings)]
  })
}

/** Each with the strongest tie to one that was there before it; where only later ones tie it, with the strongest of those. */
function explained<F extends Groupable>(leader: string, list: readonly F[], relatives: Relatives): Group<F>['members'] {
  const sorted = [...list].sort(compareFindings)
  const place = new Map(sorted.map(({ id }, at) => [id, at]))
  return sorted.map((finding, at) => {
    const ties = [...(relatives.get(finding.id) ?? [])].sort(compareRelations)
    const best = ties.find(({ other }) => place.get(other)! < at) ?? ties[0]
    return { finding, reason: finding.id === leader || !best ? { kind: 'first' } : best }
  })
}
