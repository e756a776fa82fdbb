// What is told of incidents: not every entry of the record, but what somebody else's ticket would show.
import type { OutwardIncident } from '@nautilus/model'
import type { Incident } from '@nautilus/response'
import type { Scoped } from '../database.ts'
import { tellTopic } from './outward.ts'

type Place = { readonly tenant: string; readonly site: string }

export function outwardIncident(incident: Incident): OutwardIncident {
  const { id, title, severity, state, outcome, exercise, assignee, opened, changed } = incident
  const members = incident.findings.map(({ finding }) => finding)
  const unique = (values: readonly (string | null)[]) => [...new Set(values.filter(value => value !== null))].sort()
  return {
    ...{ id, title, severity, state, outcome, exercise, assignee, opened, changed },
    findings: members.map(each => each.id),
    techniques: unique(members.flatMap(({ techniques }) => techniques)),
    assets: unique(members.flatMap(({ source, target, assets }) => [source, target, ...assets])),
  }
}

const print = ({ changed: _, ...said }: OutwardIncident): string => JSON.stringify(said)

/** Before it is written: against what is there. */
export const tellIncident = (scoped: Scoped, { tenant, site }: Place, incident: Incident): Promise<void> =>
  tellTopic(scoped, tenant, 'incident', async () => {
    const row = await scoped
      .selectFrom('incidents')
      .select('data')
      .where('site', '=', site)
      .where('id', '=', incident.id)
      .executeTakeFirst()
    const told = outwardIncident(incident)
    const before = row ? outwardIncident(row.data as Incident) : null
    if (before && print(before) === print(told)) return []
    const what = before === null ? 'opened' : told.state === 'closed' ? 'closed' : 'changed'
    return [{ kind: `incident.${what}`, object: incident.id, site, body: { incident: told } }]
  })
