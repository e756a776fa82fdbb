// A report that was made is kept as it is; and who may read it.
import { canonical } from '@nautilus/response'
import { addReport, type Member, record, type Scoped } from '@nautilus/store'
import { grants, isRole } from './permissions.ts'
import type { MadeForm, MadeReport, ReportAsked } from './report-port.ts'

export const reportTypes: Readonly<Record<MadeForm, string>> = {
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
}

/** `schedule`: which asked for it, where nobody did. */
export type Made = ReportAsked & {
  readonly money: boolean
  readonly by: string
  readonly made: MadeReport
  readonly schedule?: string
}

export async function storeReport(scoped: Scoped, { tenant, made, by, money, schedule, ...asked }: Made) {
  const { kind, language, sites, from, to } = asked
  const about = { kind, language, sites, money, from: made.from, to: made.to }
  const row = await addReport(scoped, tenant, { ...about, document: canonical(made.document), by })
  const detail = { kind, language, sites, from, to, hash: row.hash, ...(schedule ? { schedule } : {}) }
  await record(scoped, tenant, { who: by, action: 'report.make', object: row.id, detail })
  return row
}

type Reading = { readonly tenant: string; readonly sites: readonly string[]; readonly money: boolean }

/** Whether somebody with these memberships reads a report over these sites. */
export const mayRead = (members: readonly Member[], { tenant, sites, money }: Reading): boolean =>
  sites.every(site =>
    members.some(
      ({ tenant: of, site: at, role }) =>
        of === tenant &&
        (at === '*' || at === site) &&
        isRole(role) &&
        grants[role].has('site.read') &&
        (!money || grants[role].has('risk.read')),
    ),
  )
