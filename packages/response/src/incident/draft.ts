// An incident while its entries are folded into it: the same, but its lists grow in place.
import { severities } from '@nautilus/model'
import type { IncidentAct } from './act.ts'
import type { Entry } from './entry.ts'
import { compareFindings } from './grouping/relate.ts'
import type { Incident, Run } from './incident.ts'

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

export type DraftRun = Open<Run>
/** `places`: of findings among `findings`, which are in the order of arrival until the fold ends. */
export type Draft = Omit<Open<Incident>, 'run'> & { run: DraftRun | null; places: Map<string, number> }

export function newDraft({ at, by }: Entry, act: IncidentAct & { readonly kind: 'opened' }): Draft {
  return {
    id: act.incident,
    site: act.site,
    exercise: act.exercise,
    title: '',
    titled: null,
    opened: at,
    changed: at,
    entries: 1,
    touched: by.kind === 'person',
    state: 'detected',
    outcome: null,
    severity: 'recorded',
    findings: [],
    history: [{ from: null, to: 'detected', at, by, reason: '' }],
    enrichment: null,
    assignee: null,
    comments: [],
    attachments: [],
    watched: [],
    links: [],
    reports: [],
    reviews: [],
    actions: [],
    mergedFrom: [],
    mergedInto: null,
    splitFrom: null,
    playbooks: [],
    run: null,
    decisions: [],
    escalations: [],
    pages: [],
    acknowledgements: [],
    aware: null,
    obligations: [],
    refused: [],
    places: new Map(),
  }
}

/** The incident as its readers see it: findings by beginning, and as grave as the gravest of them and of what was reported. */
export function finished({ places: _, ...draft }: Draft): Incident {
  const findings = draft.findings.toSorted((a, b) => compareFindings(a.finding, b.finding))
  const grades = new Set([
    ...findings.map(({ finding }) => finding.severity),
    ...draft.reports.map(one => one.severity),
  ])
  const severity = severities.findLast(grave => grades.has(grave))
  return { ...draft, findings, severity: severity ?? 'recorded' }
}
