// NIS2 Article 21 and IEC 62443-3-3: what is evidenced, by what, and what this product cannot show.
import type { Block } from '../pdf/index.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import {
  articleMeasures,
  type Measure,
  REQUIREMENTS_IN_ALL,
  requirements,
  type Standing,
  standingOf,
} from './measures.ts'
import { type Builder, columns, type Making } from './parts.ts'

/** It is no statement that a law is met, whatever part of it is shown. */
export const complianceSections: Builder<'compliance'> = making => {
  const notice = { kind: 'notice', text: words[making.about.language].notice } as const
  return {
    limits: () => [notice, ...limits(making)],
    article: () => article(making),
    standard: () => standard(making),
  }
}

function limits(making: Making): Block[] {
  const { about, facts } = making
  const say = words[about.language]
  const blind = facts.sites.flatMap(({ site, sensors }) =>
    sensors.value.blind.slice(0, MOST_BLIND).map(what => `${site.name}: ${what}`),
  )
  return [
    { kind: 'heading', level: 2, text: say.limits },
    blind.length > 0
      ? { kind: 'list', marks: 'bullet', items: blind }
      : {
          kind: 'paragraph',
          text: say.noLimits,
          sources: making.sources.of(...facts.sites.map(({ sensors }) => sensors)),
        },
  ]
}

function article(making: Making): Block[] {
  const say = words[making.about.language]
  return [
    { kind: 'heading', level: 2, text: say.article },
    {
      kind: 'table',
      columns: columns([say.measure, 4], [say.annex, 2], [say.standing, 2], [say.shows, 7], [say.outside, 4]),
      rows: articleMeasures.map(measure => row(making, measure)),
      empty: '',
    },
  ]
}

function standard(making: Making): Block[] {
  const say = words[making.about.language]
  const requirementsOf = requirements.map(({ id, name, strength, evidence }) => {
    // Medium evidence is never the whole of it.
    const outside = strength === 'strong' ? null : { en: '', de: '' }
    return row(making, { id: `SR ${id}`, name, annex: say.strengths[strength], evidence, outside })
  })
  return [
    { kind: 'heading', level: 2, text: say.standard },
    {
      kind: 'table',
      columns: columns([say.requirement, 4], [say.strength, 2], [say.standing, 2], [say.shows, 7]),
      rows: requirementsOf.map(cells => cells.slice(0, 4)),
      empty: '',
    },
    { kind: 'paragraph', text: say.rest(REQUIREMENTS_IN_ALL - requirements.length), look: 'small' },
  ]
}

const MOST_BLIND = 20

function row({ about: { language }, facts, sources }: Making, measure: Measure) {
  const say = words[language]
  const told = measure.evidence.map((name): Evidence => evidenceOf(name, facts, language))
  const standing: Standing = standingOf(measure, facts)
  const text = told.map(({ met, text: of }) => `${met ? '✓' : '–'} ${of}`).join('\n')
  return [
    `${measure.id} ${measure.name[language]}`,
    measure.annex,
    say.standings[standing],
    { text, sources: sources.of(...told.flatMap(({ known }) => known)) },
    measure.outside?.[language] ?? '',
  ]
}

const words = {
  en: {
    notice: 'Evidence, not a statement that a law or a standard is met. Not legal advice.',
    limits: 'What the sensors do not see',
    noLimits: 'No part of the plant is known that the sensors do not see.',
    article: 'NIS2, Article 21(2)',
    measure: 'Measure',
    annex: '2024/2690',
    standing: 'By this product',
    shows: 'What shows it',
    outside: 'Not shown by it',
    standard: 'IEC 62443-3-3',
    requirement: 'Requirement',
    strength: 'By listening',
    standings: { shown: 'covered', partly: 'partly', none: 'not' },
    strengths: { strong: 'strong', medium: 'medium', weak: 'weak' },
    rest: (left: number) =>
      `The other ${left} of ${REQUIREMENTS_IN_ALL} system requirements are not shown by this product: whoever only listens sees little or nothing of them.`,
  },
  de: {
    notice: 'Nachweise, keine Aussage, dass ein Gesetz oder eine Norm erfüllt ist. Keine Rechtsberatung.',
    limits: 'Was die Sensoren nicht sehen',
    noLimits: 'Es ist kein Teil der Anlage bekannt, den die Sensoren nicht sehen.',
    article: 'NIS2, Artikel 21 Absatz 2',
    measure: 'Maßnahme',
    annex: '2024/2690',
    standing: 'Durch dieses Produkt',
    shows: 'Was es zeigt',
    outside: 'Was es nicht zeigt',
    standard: 'IEC 62443-3-3',
    requirement: 'Anforderung',
    strength: 'Durch Zuhören',
    standings: { shown: 'gezeigt', partly: 'teilweise', none: 'nicht' },
    strengths: { strong: 'stark', medium: 'mittel', weak: 'schwach' },
    rest: (left: number) =>
      `Die übrigen ${left} von ${REQUIREMENTS_IN_ALL} Systemanforderungen zeigt dieses Produkt nicht: Wer nur zuhört, sieht davon wenig oder nichts.`,
  },
} as const
