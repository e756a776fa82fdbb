// What a plant engineer reads in one minute: what happened, to what, what it could do to the process, what is not known.
import { unanswered } from '../decision/facts.ts'
import { playbookOf } from '../decision/options.ts'
import type { FindPlaybook } from '../decision/playbook.ts'
import { type Sentence, sentence } from '../sentence.ts'
import type { Actor } from './actor.ts'
import { assetsOf, type Incident, type Member, type Reported } from './incident.ts'
import { reasonSentence } from './reason-sentence.ts'

/** Lines of one part: what is beyond is counted. */
export const MAX_LINES = 12

/**
 * `at`: µs, null where it has no moment. `sources`: ids of the findings, assets, advisories or people it rests on. `because`:
 * why a finding is here; null for everything else.
 */
export type Line = {
  readonly at: number | null
  readonly sentence: Sentence
  readonly sources: readonly string[]
  readonly by: Actor | null
  readonly because: Sentence | null
}

export type Part = { readonly lines: readonly Line[]; readonly leftOut: number }

export type Timeline = {
  readonly happened: Part
  readonly toWhat: Part
  readonly couldDo: Part
  readonly unknown: Part
}

export function timelineOf(incident: Incident, find: FindPlaybook): Timeline {
  const statements = incident.enrichment?.statements ?? []
  const about = (...topics: readonly string[]) =>
    statements
      .filter(({ topic }) => topics.includes(topic))
      .map(({ sentence: said, sources }) =>
        line(
          said,
          sources.map(({ id }) => id),
        ),
      )
  const where = about('where')
  return {
    happened: middle(
      [...incident.findings.map(findingLine), ...incident.reports.map(reportLine), ...steps(incident)].sort(
        (a, b) => a.at! - b.at!,
      ),
    ),
    toWhat: front(
      where.length > 0
        ? where
        : assetsOf(incident).map(device => line(sentence('timeline.device', { device }), [device])),
    ),
    couldDo: front(about('consequence', 'cost')),
    unknown: front([...openFacts(incident, find), ...notKnown(incident)]),
  }
}

const line = (said: Sentence, sources: readonly string[], at: number | null = null, by: Actor | null = null): Line => ({
  at,
  sentence: said,
  sources,
  by,
  because: null,
})

const front = (lines: readonly Line[]): Part => ({
  lines: lines.slice(0, MAX_LINES),
  leftOut: Math.max(0, lines.length - MAX_LINES),
})

/** How it began and how it stands now; what lies between is what a reader can do without first. */
function middle(lines: readonly Line[]): Part {
  if (lines.length <= MAX_LINES) return front(lines)
  const half = MAX_LINES / 2
  return { lines: [...lines.slice(0, half), ...lines.slice(-half)], leftOut: lines.length - MAX_LINES }
}

function findingLine({ finding: { id, why, count, first }, reason }: Member): Line {
  const said = count > 1 ? sentence('timeline.finding.often', { why, count }) : sentence('timeline.finding', { why })
  return { ...line(said, [id], first), because: reasonSentence(reason) }
}

const reportLine = ({ at, by, text, assets }: Reported): Line =>
  line(sentence('timeline.reported', { text }), assets, at, by)

function steps({ history, decisions, acknowledgements }: Incident): Line[] {
  const states = history
    .filter(({ from, to }) => from !== null && to !== 'decided')
    .map(({ at, by, to, reason }) =>
      line(sentence('timeline.state', { state: sentence(`state.${to}`), reason }), [], at, by),
    )
  const decided = decisions.flatMap(({ at, by, option, reason, override }) => [
    line(sentence('timeline.decision', { option, reason }), [], at, by),
    ...(override
      ? [line(sentence('timeline.override', { facts: override.facts.join(', '), reason: override.reason }), [], at, by)]
      : []),
  ])
  const heard = acknowledgements.map(({ at, person }) =>
    line(sentence('timeline.acknowledged', { person }), [person], at),
  )
  return [...states, ...decided, ...heard]
}

function openFacts(incident: Incident, find: FindPlaybook): Line[] {
  const playbook = playbookOf(incident, find)
  if (!playbook || !incident.run) return []
  return unanswered(playbook, incident.run).map(({ id, question }) =>
    line(sentence('timeline.fact-open', { question }), [id]),
  )
}

const notKnown = ({ enrichment }: Incident): Line[] =>
  enrichment === null
    ? [line(sentence('timeline.not-enriched'), [])]
    : enrichment.unknowns.map(({ sentence: said }) => line(said, []))
