import { textOf, told } from '../../shared/search.ts'

/** `report`: the one that is shown. */
export type ReportSearch = { readonly report?: string }

export const reportSearchOf = (raw: Readonly<Record<string, unknown>>): ReportSearch =>
  told({ report: textOf(raw.report, 60) }) as ReportSearch
