import { textOf, told } from '../../shared/search.ts'

/** `rule`: the id of the one that is open; `new`: one that is not kept yet. */
export type RuleSearch = { readonly rule?: string }

export const ruleSearchOf = (raw: Readonly<Record<string, unknown>>): RuleSearch =>
  told({ rule: textOf(raw.rule) }) as RuleSearch
