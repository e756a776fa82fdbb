// What the pages of obligations ask the platform.
import { queryOptions } from '@tanstack/react-query'
import { get, type Place, pathOf, send } from '../../shared/api.ts'

export type Text = { readonly en: string; readonly de: string | null }
export const inLanguage = (text: Text, language: string): string => (language === 'de' ? text.de : null) ?? text.en

export type ClockState =
  | 'waiting'
  | 'offered'
  | 'not-needed'
  | 'running'
  | 'late'
  | 'overdue'
  | 'submitted'
  | 'submitted-late'
export type Outcome = 'report' | 'do_not_report' | 'undecided'

export type Clock = {
  readonly stage: string
  readonly label: Text
  readonly state: ClockState
  /** µs */
  readonly due: number | null
  readonly target: number | null
  readonly from: { readonly moment: number } | null
  readonly submittedAt: number | null
}
export type BoardRow = {
  readonly site: string
  readonly siteName: string
  readonly incident: string
  readonly title: string
  readonly exercise: boolean
  readonly entity: string | null
  readonly timeZone: string
  readonly obligation: string
  readonly name: Text
  readonly authority: string
  readonly clock: Clock
}
export type Applies = boolean | null
export type Candidate = {
  readonly id: string
  readonly version: number
  readonly title: Text
  readonly legalRefs: readonly string[]
  readonly authority: { readonly name: string; readonly note: Text }
  readonly applies: Applies
  readonly looked: readonly { readonly fact: string; readonly value: unknown }[]
  readonly unknown: readonly string[]
  readonly started: boolean
}
export type Fact = {
  readonly name: string
  readonly kind: 'flag' | 'number' | 'word' | 'words'
  readonly label: Text
  readonly answer: { readonly value: unknown; readonly source: Source } | null
}
export type Source =
  | { readonly kind: 'artefact'; readonly id: string }
  | { readonly kind: 'author'; readonly by: string; readonly at: number }
export type Criterion = { readonly id: string; readonly says: Text; readonly ref: string; readonly binding: boolean }
export type Stage = {
  readonly key: string
  readonly label: Text
  readonly note: Text | null
  readonly certainty: string
  readonly onRequest: boolean
  readonly instead: string | null
  readonly signoff: readonly string[]
  readonly hash: string | null
  readonly signed: readonly { readonly duty: string; readonly by: string; readonly at: number }[]
  readonly open: readonly string[]
  readonly drafts: readonly {
    readonly version: number
    readonly hash: string
    readonly madeBy: string
    readonly madeAt: number
    readonly language: string
    readonly missing: number
  }[]
  readonly submissions: readonly { readonly moment: number; readonly receipt: string | null; correction: boolean }[]
}
export type Owed = {
  readonly id: string
  readonly name: string
  readonly title: Text
  readonly timeZone: string
  readonly authority: { readonly name: string; readonly url: string | null; readonly note: Text }
  readonly significance: {
    readonly suggests: 'report' | 'do-not-report' | 'undecided'
    readonly met: readonly Criterion[]
    readonly open: readonly { readonly criterion: Criterion; readonly unknown: readonly string[] }[]
    readonly deciders: readonly string[]
  } | null
  readonly clocks: readonly Clock[]
  readonly stages: readonly Stage[]
}
export type View = {
  readonly seq: number
  readonly aware: number | null
  readonly timeZone: string
  readonly entity: { readonly name: string } | null
  readonly candidates: readonly Candidate[]
  readonly started: readonly Owed[]
  readonly facts: readonly Fact[]
  readonly questions: readonly {
    readonly id: string
    readonly asks: Text
    readonly who: string
    readonly help: Text | null
    readonly fills: readonly string[]
  }[]
  readonly decided: { readonly outcome: Outcome; readonly reasons: readonly string[]; readonly at: number } | null
  readonly reviews: readonly {
    readonly text: string
    readonly lessons: readonly string[]
    readonly actions: readonly string[]
  }[]
}
export type Sentence = { readonly text: string; readonly sources: readonly Source[] }
export type Report = {
  readonly title: string
  readonly notice: string
  readonly language: 'en' | 'de'
  readonly sections: readonly {
    readonly key: string
    readonly title: string
    readonly sentences: readonly Sentence[]
  }[]
  readonly sheet: readonly {
    readonly field: string
    readonly label: string
    readonly need: string
    readonly state: 'given' | 'unknown' | 'open'
    readonly value: string
    readonly source: Source | null
  }[]
  readonly missing: readonly { readonly field: string; readonly label: string; readonly why: string }[]
}
export type Drafted = {
  readonly latest: { readonly version: number; readonly hash: string; readonly document: Report } | null
  readonly now: Report
  readonly fields: readonly Field[]
}
/** `kind`: of the value that it takes; `words`: those of a closed list. */
export type Field = { readonly field: string; readonly kind: string; readonly words?: Readonly<Record<string, Text>> }
export type SentenceChange = { readonly section: string; readonly of: string | null; readonly text: string }

export type Where = Place & { readonly incident: string }
export const incidentPath = (where: Where, rest = ''): string =>
  pathOf(where, `/incidents/${encodeURIComponent(where.incident)}${rest}`)
export const stagePath = (where: Where, obligation: string, stage: string, rest: string): string =>
  incidentPath(where, `/obligations/${encodeURIComponent(obligation)}/stages/${encodeURIComponent(stage)}${rest}`)

/** ms: clocks go on while one looks. */
const REFRESH = 60_000

export const boardQuery = (tenant: string) =>
  queryOptions({
    queryKey: ['obligations', tenant],
    queryFn: ({ signal }) =>
      get<{ items: readonly BoardRow[]; more: boolean }>(`/api/tenants/${encodeURIComponent(tenant)}/obligations`, {
        signal,
      }),
    refetchInterval: REFRESH,
  })

export const keyOf = ({ tenant, site, incident }: Where) => ['obligations', tenant, site, incident] as const
export const viewQuery = (where: Where) =>
  queryOptions({
    queryKey: keyOf(where),
    queryFn: ({ signal }) => get<View>(incidentPath(where, '/obligations'), { signal }),
    refetchInterval: REFRESH,
  })

export const draftQuery = (where: Where, obligation: string, stage: string, language: string) =>
  queryOptions({
    queryKey: [...keyOf(where), obligation, stage, language],
    queryFn: ({ signal }) =>
      get<Drafted>(stagePath(where, obligation, stage, '/draft'), { query: { language }, signal }),
  })

export const act = (where: Where, what: object) => send('POST', incidentPath(where, '/acts'), { act: what })
