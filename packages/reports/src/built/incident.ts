// One incident: what happened and to what, who decided what on which facts, what was reported, and what proves it. Every
// sentence rests on the record of the incident, on its playbook, on its reports or on files that were kept.
import { dutiesSaid, inLanguage, type Sentence, say } from '@nautilus/response'
import type { Block, Cell } from '../pdf/index.ts'
import { countIn, momentIn } from '../report/moments.ts'
import { reportWords } from '../report/words.ts'
import { eventsOf } from './incident-events.ts'
import { stateText, type Telling } from './incident-telling.ts'
import { incidentWords } from './incident-words.ts'
import { type Builder, cell, columns, type Making } from './parts.ts'

export const incidentSections: Builder<'incident'> = making => {
  const telling = tellingOf(making)
  const of = (build: (telling: Telling) => Block[]) => () => (telling ? build(telling) : [])
  return {
    summary: of(summary),
    what: of(what),
    timeline: of(timeline),
    decisions: of(decisions),
    facts: of(asked),
    steps: of(steps),
    clocks: of(clocks),
    lessons: of(lessons),
    evidence: of(evidence),
  }
}

function tellingOf({ about: { language, timeZone }, facts: { incident: facts }, sources }: Making): Telling | null {
  if (!facts) return null
  return {
    ...{ facts, language },
    incident: facts.incident.value,
    say: incidentWords[language],
    moment: micros => momentIn(micros / 1000, timeZone, language),
    name: id => facts.names[id] ?? id,
    cite: (...of) => sources.of(...of),
  }
}

const heading = (text: string): Block => ({ kind: 'heading', level: 2, text })

function summary({ incident, facts, say: words, language, moment, name, cite }: Telling): Block[] {
  const { facts: label } = words
  const { links, hash } = facts.record.value
  const devices = [...new Set(incident.findings.flatMap(({ finding }) => finding.assets))].map(name)
  const rows: [string, string][] = [
    [label.id, incident.id],
    [label.title, incident.title],
    [label.severity, reportWords[language].severity[incident.severity] ?? incident.severity],
    [label.state, stateText(incident.state, language)],
    [label.opened, moment(incident.opened)],
    ...(incident.aware === null ? [] : [[label.aware, moment(incident.aware)] as [string, string]]),
    ...(incident.outcome === null
      ? []
      : [[label.outcome, words.answers[incident.outcome] ?? incident.outcome] as [string, string]]),
    [label.assignee, incident.assignee === null ? '–' : name(incident.assignee)],
    [label.playbook, facts.playbook.value ? inLanguage(facts.playbook.value.title, language) : '–'],
    [label.devices, devices.join(', ') || '–'],
  ]
  return [
    ...(incident.exercise ? [{ kind: 'notice', text: words.exercise } as const] : []),
    heading(words.summary),
    { kind: 'facts', rows },
    {
      kind: 'paragraph',
      text: `${label.record}: ${words.recordOf(links, hash)}`,
      look: 'small',
      sources: cite(facts.incident, facts.record, facts.playbook),
    },
  ]
}

function what(telling: Telling): Block[] {
  const { incident, facts, say: words, cite } = telling
  const statements = incident.enrichment?.statements ?? []
  const about = (...topics: readonly string[]) =>
    statements.filter(({ topic }) => topics.includes(topic)).map(({ sentence }) => named(sentence, telling))
  const happened = incident.findings.map(
    ({ finding }) => `${facts.titles[finding.rule] ?? finding.title}: ${finding.why}`,
  )
  const list = (items: readonly string[]): Block[] =>
    items.length > 0
      ? [{ kind: 'list', marks: 'bullet', items }]
      : [{ kind: 'paragraph', text: words.nothing, look: 'small' }]
  return [
    heading(words.what),
    { kind: 'paragraph', text: incident.title, look: 'strong', sources: cite(facts.incident) },
    ...list([...happened, ...incident.reports.map(({ text }) => text)]),
    { kind: 'heading', level: 3, text: words.toWhat },
    ...list(about('where')),
    { kind: 'heading', level: 3, text: words.couldDo },
    ...list(about('consequence', 'cost')),
    { kind: 'heading', level: 3, text: words.open },
    ...list(unknowns(telling)),
  ]
}

/** Devices by the names that people gave them. */
const named = (sentence: Sentence, { language, name }: Telling): string => {
  const values = Object.fromEntries(
    Object.entries(sentence.values).map(([key, value]) => [key, typeof value === 'string' ? name(value) : value]),
  )
  return say({ ...sentence, values }, language)
}

function unknowns({ facts, incident, language }: Telling): string[] {
  const answered = new Set(incident.run?.answers.map(({ fact }) => fact))
  return (facts.playbook.value?.facts ?? [])
    .filter(({ id }) => !answered.has(id))
    .map(({ question }) => inLanguage(question, language))
}

function timeline(telling: Telling): Block[] {
  const { say: words, moment, cite, facts } = telling
  const sources = cite(facts.incident)
  return [
    heading(words.timeline),
    {
      kind: 'table',
      columns: columns([words.columns.when, 3], [words.columns.what, 8], [words.columns.who, 3]),
      rows: eventsOf(telling).map(({ at, text, who }) => [cell(moment(at), sources), text, who]),
      empty: words.nothing,
    },
  ]
}

function decisions({ incident, facts, say: words, language, moment, name, cite }: Telling): Block[] {
  const options = new Map((facts.playbook.value?.options ?? []).map(one => [one.id, inLanguage(one.title, language)]))
  const rows = incident.decisions.map(({ at, by, option, reason, approvals, override }): Cell[] => [
    moment(at),
    cell(options.get(option) ?? option, cite(facts.incident, facts.playbook)),
    by.kind === 'person' ? name(by.person) : words.program,
    [
      reason,
      ...(approvals.length > 0 ? [words.approvedBy(approvals.map(one => name(one.person)).join(', '))] : []),
      ...(override ? [words.overriddenBy(name(override.person), override.reason)] : []),
    ].join(' '),
  ])
  const { when, option, who, why } = words.columns
  return [
    heading(words.decisions),
    { kind: 'table', columns: columns([when, 3], [option, 5], [who, 3], [why, 5]), rows, empty: words.nothing },
  ]
}

function asked({ incident, facts, say: words, language, moment, name, cite }: Telling): Block[] {
  const answers = new Map((incident.run?.answers ?? []).map(one => [one.fact, one]))
  const rows = (facts.playbook.value?.facts ?? []).map(({ id, question }): Cell[] => {
    const answer = answers.get(id)
    const by = answer?.by
    return [
      inLanguage(question, language),
      answer
        ? cell(
            [words.answers[answer.answer] ?? answer.answer, answer.note].filter(Boolean).join('. '),
            cite(facts.incident),
          )
        : words.unanswered,
      by ? (by.kind === 'person' ? name(by.person) : words.program) : '',
      answer ? moment(answer.at) : '',
    ]
  })
  const { fact, answer, who, when } = words.columns
  return [
    heading(words.factsTitle),
    { kind: 'table', columns: columns([fact, 6], [answer, 5], [who, 3], [when, 3]), rows, empty: words.nothing },
  ]
}

function steps({ incident, facts, say: words, language, moment, name, cite }: Telling): Block[] {
  const done = new Map((incident.run?.steps ?? []).map(one => [one.step, one]))
  const rows = (facts.playbook.value?.phases ?? []).flatMap(phase =>
    phase.steps.map(({ id, text, who }): Cell[] => {
      const one = done.get(id)
      const by = one ? (one.by.kind === 'person' ? name(one.by.person) : words.program) : ''
      return [
        cell(inLanguage(text, language), cite(facts.playbook)),
        say(dutiesSaid([who]), language),
        one ? cell([`${moment(one.at)}, ${by}`, one.note].filter(Boolean).join('. '), cite(facts.incident)) : '–',
      ]
    }),
  )
  const { step, duty, done: doneAt } = words.columns
  return [
    heading(words.steps),
    { kind: 'table', columns: columns([step, 7], [duty, 3], [doneAt, 5]), rows, empty: words.nothing },
  ]
}

function clocks({ facts, say: words, language, moment, cite }: Telling): Block[] {
  const at = (ms: number | null) => (ms === null ? '–' : moment(ms * 1000))
  const rows = facts.stages.value.map(({ obligation, stage, state, due, submitted, receipt }): Cell[] => [
    cell(`${inLanguage(obligation, language)}: ${inLanguage(stage, language)}`, cite(facts.stages)),
    words.states[state],
    at(due),
    at(submitted),
    receipt ?? '–',
  ])
  const { stage, standing, due, sent, receipt } = words.columns
  return [
    heading(words.clocks),
    {
      kind: 'table',
      columns: columns([stage, 5], [standing, 3], [due, 3], [sent, 3], [receipt, 3]),
      rows,
      empty: words.nothing,
    },
  ]
}

function lessons({ incident, facts, say: words, moment, name, cite }: Telling): Block[] {
  const review = incident.reviews.at(-1)
  const learned = review ? [review.text, ...review.lessons].filter(Boolean) : []
  const agreed = [
    ...(review?.actions ?? []),
    ...incident.actions.map(one => [one.text, one.done ? `✓ ${moment(one.done.at)}` : ''].filter(Boolean).join(' ')),
  ]
  const who = review && review.by.kind === 'person' ? ` (${name(review.by.person)})` : ''
  return [
    heading(words.lessons),
    learned.length > 0
      ? { kind: 'list', marks: 'bullet', items: learned }
      : { kind: 'paragraph', text: words.nothing, look: 'small' },
    ...(agreed.length > 0
      ? [
          { kind: 'heading', level: 3, text: words.actions } as const,
          { kind: 'list', marks: 'bullet', items: agreed } as const,
        ]
      : []),
    ...(review
      ? [
          {
            kind: 'paragraph',
            text: `${moment(review.at)}${who}`,
            look: 'small',
            sources: cite(facts.incident),
          } as const,
        ]
      : []),
  ]
}

function evidence({ incident, facts, say: words, language, cite }: Telling): Block[] {
  const { hash } = facts.record.value
  const count = (value: number) => countIn(value, language)
  const rows: Cell[][] = [
    [cell(words.recordFile, cite(facts.record)), hash, ''],
    ...facts.files.value.map(({ finding, sha256, bytes, frames }): Cell[] => [
      cell(words.packetsOf(finding, frames), cite(facts.files)),
      sha256,
      count(bytes),
    ]),
    ...incident.attachments.map(({ name, hash: own, size }): Cell[] => [
      cell(name, cite(facts.incident)),
      own,
      count(size),
    ]),
    ...facts.stages.value.flatMap(({ stage, draft }): Cell[][] =>
      draft
        ? [[cell(words.reportOf(inLanguage(stage, language), draft.version), cite(facts.stages)), draft.hash, '']]
        : [],
    ),
  ]
  const { item, hash: sum, size } = words.columns
  return [
    heading(words.evidence),
    { kind: 'table', columns: columns([item, 6], [sum, 8], [size, 2]), rows, empty: words.nothing },
  ]
}
