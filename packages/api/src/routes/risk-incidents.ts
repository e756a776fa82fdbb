// What an incident has cost so far and may still cost, from the numbers of the site and when the process stopped.
import type { Incident } from '@nautilus/response'
import { fixed, type IncidentLoss, incidentLoss, kindOf, type Range, type ScenarioKind } from '@nautilus/risk'
import { asTenant, getIncident, putStanding, record, type Scoped, type Standing, standingOf } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Context, Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import { riskOf, type SiteRisk } from '../risk-book.ts'
import { Document, gives, id, Micro, nullable, SitePath } from './schemas.ts'

const base = '/api/tenants/:tenant/sites/:site/incidents/:incident/loss'
const IncidentPath = Type.Object({ ...SitePath.properties, incident: id })
const Loss = Type.Object({
  currency: Type.String(),
  processes: Type.Array(Type.String(), { description: 'Whose cost is known; the first is that of the incident.' }),
  process: nullable(Type.String({ description: 'Whose loss this is; null: of none the cost is known.' })),
  kind: nullable(Type.String({ description: 'The scenario whose times are used.' })),
  stood_from: nullable(Micro),
  stood_until: nullable(Micro),
  changed_by: nullable(Type.String()),
  loss: nullable(Document),
})
const when = (description: string) => nullable(Type.Integer({ minimum: 0, maximum: 1e17, description }))
const Said = Type.Object(
  {
    process: Type.String({ minLength: 1, maxLength: 300 }),
    stood_from: when('µs; null: it runs.'),
    stood_until: when('µs; null: it stands still.'),
  },
  { additionalProperties: false },
)

export const riskIncidents: Routes = (app, context) => {
  const { db } = context
  app.get(
    base,
    {
      config: { need: 'risk.read' },
      schema: {
        tags: ['risk'],
        summary: 'What an incident has cost so far, and may still cost',
        params: IncidentPath,
        response: gives(Loss),
      },
    },
    request =>
      asTenant(db, request.params.tenant, scoped =>
        lossOf(context, scoped, request.params.site, request.params.incident),
      ),
  )

  app.put(
    base,
    {
      config: { need: 'incident.work' },
      schema: {
        tags: ['risk'],
        summary: 'Says since when a process stands still, or that it runs again',
        params: IncidentPath,
        body: Said,
        response: gives(Loss),
      },
    },
    request => {
      const { incident, ...place } = request.params
      const said = request.body
      check(said, Date.now() * 1000)
      const { name: by, may } = callerOf(request)
      if (!may('risk.read')) throw new Problem(403, 'Your role does not include risk.read.')
      return asTenant(db, place.tenant, async scoped => {
        const { processes } = await lossOf(context, scoped, place.site, incident)
        if (!processes.includes(said.process))
          throw new Problem(400, 'Of this process no cost is known.', { process: 'is not known' })
        await putStanding(scoped, place, incident, { ...said, by })
        await record(scoped, place.tenant, {
          ...{ who: by, site: place.site, action: 'risk.standstill', object: incident, detail: said },
        })
        return lossOf(context, scoped, place.site, incident)
      })
    },
  )
}

function check({ stood_from: from, stood_until: until }: Standing, now: number): void {
  if (from === null && until !== null)
    throw new Problem(400, 'What never stood still does not run again.', { stood_from: 'is missing' })
  if (from !== null && until !== null && until < from)
    throw new Problem(400, 'It cannot run again before it stood still.', { stood_until: 'is before the stop' })
  if (Math.max(from ?? 0, until ?? 0) > now)
    throw new Problem(400, 'That is still to come.', {
      [until === null ? 'stood_from' : 'stood_until']: 'is in the future',
    })
}

const HOUR = 3_600_000_000

async function lossOf({ platform }: Context, scoped: Scoped, site: string, id: string) {
  const found = await getIncident(scoped, site, id)
  if (!found) throw notFound('incident of this id')
  const { incident } = found
  const risk = await riskOf(platform.risk, scoped, site)
  const said = await standingOf(scoped, site, id)
  const processes = processesOf(risk, incident)
  const process = said && processes.includes(said.process) ? said.process : (processes[0] ?? null)
  const kind = process === null ? null : kindIn(risk, incident, process)
  const { stood_from = null, stood_until = null, changed_by = null } = said ?? {}
  return {
    ...{ currency: risk.book.currency, processes, process, kind, stood_from, stood_until, changed_by },
    loss: process && kind && lossIn(risk, incident, { process, kind, stood_from, stood_until }),
  }
}

/** Those that the incident may stop first. */
function processesOf({ book }: SiteRisk, { enrichment }: Incident): string[] {
  const all = [...new Set(book.plans.map(({ process }) => process))]
  const named = new Set(enrichment?.cost.flatMap(({ processes }) => processes) ?? [])
  return all.sort((a, b) => Number(named.has(b)) - Number(named.has(a)) || (a < b ? -1 : 1))
}

function kindIn({ book }: SiteRisk, { findings }: Incident, process: string): ScenarioKind | null {
  const possible = book.plans.filter(plan => plan.process === process).map(({ kind }) => kind)
  const techniques = findings.flatMap(({ finding }) => [...finding.techniques, ...finding.consequences])
  return kindOf(techniques, possible)
}

type Struck = Standing & { readonly kind: ScenarioKind }

function lossIn({ book }: SiteRisk, { id, history }: Incident, struck: Struck): IncidentLoss {
  const { process, kind, stood_from: from, stood_until: until } = struck
  const plan = book.plans.find(each => each.process === process && each.kind === kind)!
  const ranges = new Map(book.inputs.map(input => [input.id, input.range]))
  const of = (name: string): Range => ranges.get(name)!
  const isDecided = history.some(({ to }) => to === 'decided')
  return incidentLoss(
    {
      stood: from === null ? null : ((until ?? Date.now() * 1000) - from) / HOUR,
      over: until !== null,
      ...{ costPerHour: of(plan.costPerHour), share: of(plan.share), buffer: of(plan.buffer) },
      // It was noticed; what was decided need not be waited for.
      detect: fixed(0),
      decide: isDecided ? fixed(0) : of(plan.decide),
      ...{ recover: of(plan.recover), restart: of(plan.restart) },
    },
    seedOf(id),
  )
}

/** The same incident is drawn the same way each time: its figures move with its hours, not by chance. */
const seedOf = (id: string): number =>
  [...id].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7)
