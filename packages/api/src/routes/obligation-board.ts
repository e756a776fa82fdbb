// What is due when, over all incidents.
import { clocksOf, startedIn } from '@nautilus/response'
import { asTenant, owingIncidents } from '@nautilus/store'
import { Type } from 'typebox'
import { callerOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { caseOf, obligationIn } from '../obligations/case.ts'
import { clockView } from '../obligations/view.ts'
import { nowMicros } from './incident-work.ts'
import { Document, gives, TenantPath } from './schemas.ts'

/** Incidents whose clocks one answer holds; `more` tells that there are others. */
const MOST_OWING = 500

const tags = ['obligations']
const Board = Type.Object({ items: Type.Array(Document), more: Type.Boolean() })

export const obligationBoard: Routes = (app, { db, platform: { laws } }) => {
  app.get(
    '/api/tenants/:tenant/obligations',
    {
      config: { need: 'site.read', bySite: true },
      schema: {
        tags,
        summary: 'What is due when, over all incidents',
        params: TenantPath,
        response: gives(Board),
      },
    },
    request => {
      const { tenant } = request.params
      return asTenant(db, tenant, async scoped => {
        const owing = await owingIncidents(scoped, callerOf(request).sites, MOST_OWING + 1)
        const items = []
        for (const { site, id: incident, title, state, severity, exercise } of owing.slice(0, MOST_OWING)) {
          const one = await caseOf(db, scoped, { tenant, site, incident }, laws)
          const entity = one.entity?.is.name ?? null
          for (const { act } of startedIn(one.entries)) {
            const obligation = obligationIn(one, act.obligation)
            const { template, timeZone } = obligation
            for (const clock of clocksOf(obligation, one.facts, nowMicros()))
              items.push({
                ...{ site, siteName: one.siteName, incident, title, state, severity, exercise, entity, timeZone },
                obligation: template.id,
                name: template.title,
                authority: template.authority.name,
                clock: clockView(clock),
              })
          }
        }
        return { items: items.sort(byDue), more: owing.length > MOST_OWING }
      })
    },
  )
}

type Row = { readonly clock: { readonly due: number | null; readonly submittedAt: number | null } }

/** What is open and due first; what is done last. */
const byDue = (a: Row, b: Row): number =>
  Number(a.clock.submittedAt !== null) - Number(b.clock.submittedAt !== null) ||
  (a.clock.due ?? Number.MAX_SAFE_INTEGER) - (b.clock.due ?? Number.MAX_SAFE_INTEGER)
