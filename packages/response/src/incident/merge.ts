// Merging and splitting by hand: which acts go into which incident. Both happen, or none: whoever appends them sees to it.
import type { Act } from './act.ts'
import type { Incident, Member } from './incident.ts'

/** Acts for the incident that goes on, and for the other one. */
export type ActsOfTwo = { readonly here: readonly Act[]; readonly there: readonly Act[] }

const added = ({ finding }: Member, note: string): Act => ({
  kind: 'finding-added',
  finding,
  reason: { kind: 'by-hand', note },
})

/** `from` goes into `into`, which gets its findings, devices under watch and links, each once, and what was reported and agreed. Null where they cannot. */
export function mergeActs(into: Incident, from: Incident, reason: string): ActsOfTwo | null {
  const apart = into.id === from.id || into.site !== from.site || into.exercise !== from.exercise
  if (apart || into.mergedInto !== null || from.mergedInto !== null) return null
  const known = new Set(into.findings.map(({ finding }) => finding.id))
  const watched = new Set(into.watched.map(({ subject }) => subject))
  const links = new Set(into.links.map(({ what, id }) => `${what} ${id}`))
  return {
    here: [
      { kind: 'merged-from', incident: from.id, reason },
      ...from.findings.filter(({ finding }) => !known.has(finding.id)).map(member => added(member, reason)),
      ...from.watched
        .filter(({ subject }) => !watched.has(subject))
        .map(({ subject, until, reason }): Act => ({ kind: 'watched', subject, until, reason })),
      ...from.links
        .filter(({ what, id }) => !links.has(`${what} ${id}`) && id !== into.id)
        .map(({ what, id, note }): Act => ({ kind: 'linked', what, id, note })),
      ...from.reports.map(({ text, severity, assets }): Act => ({ kind: 'reported', text, severity, assets })),
      ...from.actions
        .filter(({ done }) => done === null)
        .map(({ action, text, owner, due }): Act => ({ kind: 'action-agreed', action, text, owner, due })),
      { kind: 'linked', what: 'incident', id: from.id, note: reason },
    ],
    there: [{ kind: 'merged-into', incident: into.id, reason }],
  }
}

/**
 * Some findings of an incident become one of their own. `here`: acts for the one that keeps the others; `there`: for the
 * new one, with this id. Null where nothing or everything would leave.
 */
export function splitActs(
  incident: Incident,
  findings: ReadonlySet<string>,
  id: string,
  reason: string,
): ActsOfTwo | null {
  const leaving = incident.findings.filter(({ finding }) => findings.has(finding.id))
  if (leaving.length === 0 || leaving.length === incident.findings.length || id === incident.id) return null
  return {
    here: [
      ...leaving.map(({ finding }): Act => ({ kind: 'finding-removed', finding: finding.id, reason, to: id })),
      { kind: 'linked', what: 'incident', id, note: reason },
    ],
    there: [
      { kind: 'opened', incident: id, site: incident.site, exercise: incident.exercise },
      { kind: 'split-from', incident: incident.id, reason },
      ...leaving.map(member => added(member, reason)),
    ],
  }
}
