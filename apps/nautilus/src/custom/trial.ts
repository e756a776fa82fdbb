// Custom rules over captures, watched: how often each matched, and the first matches, before they go live.
import type { Context, CustomRule, Event, Match, Rule, Who } from '@nautilus/detection'

export type FirstMatch = {
  /** µs */
  readonly at: number
  readonly source: string | null
  readonly target: string | null
  /** What was touched: an object, a port, an attribute, a code, a rule. */
  readonly object: string
  readonly why: string
}

export type Trial = { matches: number; readonly first: FirstMatch[] }

/** Matches of one rule that are shown. */
export const MAX_SHOWN = 5

/** The same rule, and what it matched. */
export function watched({ rule, categories }: CustomRule): { readonly rule: Rule; readonly trial: Trial } {
  const trial: Trial = { matches: 0, first: [] }
  const note = (match: Match, event: Event, context: Context): void => {
    trial.matches += 1
    if (trial.first.length >= MAX_SHOWN) return
    const category = categories.find(({ kind }) => kind === event.kind)
    trial.first.push({
      at: event.at,
      source: labelOf(match.source),
      target: labelOf(match.target),
      object: String(category?.object.get(event, context) ?? ''),
      why: match.summary,
    })
  }
  return { rule: rule.match ? watchMatches(rule, rule.match, note) : watchSteps(rule, note), trial }
}

type Note = (match: Match, event: Event, context: Context) => void

const watchMatches = (rule: Rule, match: NonNullable<Rule['match']>, note: Note): Rule => ({
  ...rule,
  match: (event, context) => {
    const told = match(event, context)
    for (const one of told === null ? [] : [told].flat()) note(one, event, context)
    return told
  },
})

function watchSteps(rule: Rule, note: Note): Rule {
  const stateful = rule.stateful!
  return {
    ...rule,
    stateful: {
      ...stateful,
      step: (state, event, context) => {
        const told = stateful.step(state, event, context)
        if (told.match) note(told.match, event, context)
        return told
      },
    },
  }
}

const labelOf = (who: Who | null): string | null => who?.label ?? null
