// A playbook on paper, whole: whoever has no network has nothing else.
import type { Block } from '@nautilus/reports'
import {
  type ApprovalNeed,
  type Duty,
  durationSaid,
  inLanguage,
  type Playbook,
  type PlaybookOption,
  playbookName,
  type Text,
} from '@nautilus/response'
import { packWords } from './pack-words.ts'
import { dutyText, sheetWords } from './sheet-words.ts'

type Language = 'en' | 'de'

export function playbookBlocks(playbook: Playbook, language: Language): Block[] {
  const words = { ...packWords[language], ...sheetWords[language] }
  const said = (text: Text) => inLanguage(text, language)
  const { title, scenario, signs, safetyClass, forbidden, facts, options, evidence, nis2, exit, exerciseEvery } =
    playbook
  const list = (name: string, items: readonly string[], marks: 'bullet' | 'box' = 'bullet'): Block[] =>
    items.length === 0 ? [] : [heading(name), { kind: 'list', marks, items }]
  return [
    { kind: 'heading', level: 2, text: `${playbook.id} ${said(title)}` },
    { kind: 'paragraph', look: 'small', text: `${playbookName(playbook)} · ${words.classes[safetyClass]}` },
    { kind: 'paragraph', text: said(scenario) },
    ...list(words.signs, signs.map(said)),
    ...list(words.never, forbidden.map(said)),
    ...list(words.call, callsOf(playbook, language), 'box'),
    ...list(
      words.facts,
      facts.map(
        ({ id, question, who, blocks, why }) =>
          `${id} ${said(question)} (${dutyText(who, language)}${blocks ? `; ${words.blocks}` : ''}) ${said(why)}`,
      ),
      'box',
    ),
    ...decisionBlocks(playbook, language),
    heading(words.options),
    ...options.flatMap(option => optionBlocks(option, language)),
    ...playbook.phases.flatMap(({ name, steps }) =>
      list(
        `${words.steps}: ${words.phases[name]}`,
        steps.map(({ id, text, who }) => `${id} ${said(text)} (${dutyText(who, language)})`),
        'box',
      ),
    ),
    ...list(
      words.evidence,
      evidence.map(({ what, who }) => `${said(what)} (${dutyText(who, language)})`),
      'box',
    ),
    ...list(words.report, [...nis2.hints.map(said), `${words.clock}: ${said(nis2.startClockIf)}`]),
    ...list(words.exit, exit.map(said), 'box'),
    { kind: 'paragraph', look: 'small', text: `${words.exercise} ${durationSaid(exerciseEvery, language)}.` },
  ]
}

const heading = (text: string): Block => ({ kind: 'heading', level: 3, text })

/** Duties, each once, with a word between them. */
const dutiesText = (duties: readonly Duty[], between: string, language: Language): string =>
  duties.map(duty => dutyText(duty, language)).join(` ${between} `)

function callsOf({ notify }: Playbook, language: Language): string[] {
  const { within, only } = packWords[language]
  return notify.map(({ duty, within: span, why, if: condition }) => {
    const when = condition ? ` (${only(condition.fact, answersText(condition.is, language))})` : ''
    return `${dutyText(duty, language)}, ${within} ${durationSaid(span, language)}${when}: ${inLanguage(why, language)}`
  })
}

const answersText = (answers: readonly ('yes' | 'no' | 'unknown')[], language: Language): string => {
  const { answers: words, or } = packWords[language]
  return answers.map(answer => words[answer]).join(` ${or} `)
}

function decisionBlocks({ decisions }: Playbook, language: Language): Block[] {
  const { decide, or, leads } = packWords[language]
  if (decisions.length === 0) return []
  return [
    heading(decide),
    ...decisions.flatMap(({ id, question, deciders, inputs, outcomes }): Block[] => [
      {
        kind: 'paragraph',
        look: 'strong',
        text: `${id} ${inLanguage(question, language)} (${dutiesText(deciders, or, language)}; ${inputs.join(', ')})`,
      },
      {
        kind: 'list',
        marks: 'box',
        items: outcomes.map(({ label, next }) => `${inLanguage(label, language)} ${leads} ${next.join(', ')}`),
      },
    ]),
  ]
}

/** The worst that can credibly happen stands before everything that speaks for it. */
function optionBlocks(option: PlaybookOption, language: Language): Block[] {
  const words = packWords[language]
  const said = (text: Text) => inLanguage(text, language)
  const { id, title, effect, risk, who, leadTime, steps, preconditions, reversible, rollback, reviewEvery } = option
  const { safety, availability, quality, equipment } = risk
  const rows: (readonly [string, string])[] = [
    [words.worst, said(risk.worst)],
    [words.risk, `${words.risks(safety, availability, quality, equipment)}; ${words.effects[effect]}`],
    [words.gain, said(risk.benefit)],
    [words.by, `${dutyText(who, language)}, ${durationSaid(leadTime, language)}`],
    ...preconditions.map(text => [words.onlyIf, said(text)] as const),
    ...steps.map((text, at) => [`${words.step} ${at + 1}`, said(text)] as const),
    [reversible ? words.back : words.noBack, said(rollback)],
    [words.approved, approvalOf(option, language)],
    ...(reviewEvery ? [[words.review, durationSaid(reviewEvery, language)] as const] : []),
  ]
  return [
    { kind: 'paragraph', look: 'strong', text: `${id}) ${said(title)}` },
    { kind: 'facts', rows },
  ]
}

function approvalOf({ approval: { needs, extra, informs, expires } }: PlaybookOption, language: Language): string {
  const { or, and, only, informed, counts } = packWords[language]
  const all = (some: readonly ApprovalNeed[]) =>
    some.map(({ anyOf }) => dutiesText(anyOf, or, language)).join(` ${and} `)
  return [
    all(needs),
    ...extra.map(({ when, needs: own }) => `${all(own)} (${only(when.fact, answersText(when.is, language))})`),
    ...(informs.length > 0 ? [`${informed}: ${dutiesText(informs, and, language)}`] : []),
    `${counts} ${durationSaid(expires, language)}`,
  ].join('; ')
}
