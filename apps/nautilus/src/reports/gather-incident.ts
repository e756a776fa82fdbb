// What a report says of one incident, read from the store: its record, playbook, reports and packets.
import { caseOf, type Laws, obligationIn, type Playbooks } from '@nautilus/api'
import type { FileFacts, IncidentFacts, StageFacts } from '@nautilus/reports'
import { clocksOf, type Incident, startedIn } from '@nautilus/response'
import { assetNames, type Database, evidenceOf, getIncident, namesOf } from '@nautilus/store'
import { ask, type Gathering } from './asking.ts'
import { ruleTitle } from './rule-titles.ts'

/** Devices that are named, and findings whose packets are listed. */
const [MOST_NAMES, MOST_FILES] = [50_000, 500]

export type OfIncident = {
  readonly db: Database
  readonly tenant: string
  readonly id: string
  readonly laws: Laws
  readonly books: Playbooks
}

/** Null: there is none of this id at the site. */
export async function incidentFacts(
  from: Gathering,
  { db, tenant, id, laws, books }: OfIncident,
): Promise<IncidentFacts | null> {
  const { scoped, site } = from
  const found = await getIncident(scoped, site.id, id)
  if (!found) return null
  const { incident, seq, hash } = found
  const named = { incident: id }
  const run = incident.run
  const playbook = run ? (books.read(run.playbook, run.version) ?? null) : null
  const record = { ...named, links: seq, hash: hash.slice(0, 16) }
  return {
    incident: await ask(from, 'incident.record', record, Promise.resolve(incident)),
    record: await ask(from, 'incident.record', record, Promise.resolve({ links: seq, hash })),
    playbook: await ask(
      from,
      'incident.playbook',
      { ...named, playbook: run?.playbook ?? null, version: run?.version ?? null },
      Promise.resolve(playbook),
    ),
    stages: await ask(from, 'incident.obligations', named, stages(from, { db, tenant, id, laws })),
    files: await ask(from, 'evidence.list', named, files(from, incident)),
    names: await names(from, db, incident),
    titles: Object.fromEntries(
      incident.findings.map(({ finding }) => [finding.rule, ruleTitle(finding, from.language)]),
    ),
  }
}

async function stages(
  { scoped, site, now }: Gathering,
  { db, tenant, id, laws }: Omit<OfIncident, 'books'>,
): Promise<StageFacts[]> {
  const one = await caseOf(db, scoped, { tenant, site: site.id, incident: id }, laws)
  return startedIn(one.entries).flatMap(({ act }) => {
    const obligation = obligationIn(one, act.obligation)
    return clocksOf(obligation, one.facts, now).map(({ stage, state, due, submittedAt }): StageFacts => {
      const draft = one.drafts.findLast(({ obligation: of, stage: at }) => of === act.obligation && at === stage.key)
      const sent = obligation.submissions.get(stage.key)?.at(-1)
      return {
        ...{ obligation: obligation.template.title, stage: stage.label, state },
        ...{ due: due === null ? null : due / 1000, submitted: submittedAt === null ? null : submittedAt / 1000 },
        receipt: sent?.receipt ?? null,
        draft: draft ? { version: draft.version, hash: draft.hash } : null,
      }
    })
  })
}

async function files({ scoped, site }: Gathering, { findings }: Incident): Promise<FileFacts[]> {
  const all: FileFacts[] = []
  for (const { finding } of findings.slice(0, MOST_FILES)) {
    const file = await evidenceOf(scoped, site.id, finding.id)
    if (file) all.push({ finding: finding.id, sha256: file.sha256, bytes: file.bytes, frames: file.frames })
  }
  return all
}

/** Devices as people call them, and persons with their addresses: whoever is gone stays with the id. */
async function names({ scoped, site }: Gathering, db: Database, incident: Incident): Promise<Record<string, string>> {
  const devices = await assetNames(scoped, site.id, MOST_NAMES)
  const people = await namesOf(db, [...peopleIn(incident)])
  return {
    ...Object.fromEntries(devices.map(({ id, name }) => [id, name])),
    ...Object.fromEntries([...people].map(([id, { name, email }]) => [id, `${name} <${email}>`])),
  }
}

/** Whoever did something is somewhere in it under `person`, or was given something. */
function peopleIn(incident: Incident): Set<string> {
  const found = new Set<string>(incident.assignee === null ? [] : [incident.assignee])
  JSON.stringify(incident, (key, value: unknown) => {
    if (key === 'person' && typeof value === 'string') found.add(value)
    return value
  })
  return found
}
