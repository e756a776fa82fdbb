// The course of an incident: what was found, said, decided and done, in the order in which it happened.
import { type Actor, inLanguage } from '@nautilus/response'
import { stateText, type Telling } from './incident-telling.ts'

export type Event = { readonly at: number; readonly text: string; readonly who: string }

/** Rows of the table; an incident of a storm has thousands of findings. */
const MOST_EVENTS = 500

export function eventsOf(telling: Telling): Event[] {
  const all = [...found(telling), ...changed(telling), ...called(telling), ...told(telling)]
  return all.sort((a, b) => a.at - b.at).slice(0, MOST_EVENTS)
}

const whoOf = ({ say, name }: Telling, by: Actor): string => (by.kind === 'person' ? name(by.person) : say.program)

const found = ({ incident, facts, say }: Telling): Event[] =>
  incident.findings.map(({ finding }) => ({
    at: finding.first,
    text: `${facts.titles[finding.rule] ?? finding.title}: ${finding.why}${finding.count > 1 ? ` (${finding.count}×)` : ''}`,
    who: say.program,
  }))

function changed(telling: Telling): Event[] {
  const { incident, facts, say, language } = telling
  const options = new Map((facts.playbook.value?.options ?? []).map(one => [one.id, inLanguage(one.title, language)]))
  return [
    ...incident.history.map(({ at, by, to, reason }) => ({
      at,
      text: say.events.state(stateText(to, language), reason).trim(),
      who: whoOf(telling, by),
    })),
    ...incident.decisions.map(({ at, by, option, reason }) => ({
      at,
      text: say.events.decided(options.get(option) ?? option, reason).trim(),
      who: whoOf(telling, by),
    })),
    ...(incident.run
      ? [
          {
            at: incident.run.started.at,
            text: say.events.started(incident.run.playbook, ''),
            who: whoOf(telling, incident.run.started.by),
          },
        ]
      : []),
  ]
}

const called = (telling: Telling): Event[] => [
  ...telling.incident.pages.map(({ at, by, person, channel }) => ({
    at,
    text: telling.say.events.paged(telling.name(person), channel),
    who: whoOf(telling, by),
  })),
  ...telling.incident.acknowledgements.map(({ at, person }) => ({
    at,
    text: telling.say.events.acknowledged('', ''),
    who: telling.name(person),
  })),
]

const told = (telling: Telling): Event[] => [
  ...[...telling.incident.comments, ...telling.incident.reports].map(({ at, by, text }) => ({
    ...{ at, text },
    who: whoOf(telling, by),
  })),
  ...telling.incident.attachments.map(({ at, by, name }) => ({
    at,
    text: telling.say.events.attached(name, ''),
    who: whoOf(telling, by),
  })),
]
