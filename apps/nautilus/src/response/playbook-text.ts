// A playbook as a page for the terminal, in the order in which somebody needs it at night.
import {
  type ApprovalNeed,
  durationSaid,
  inLanguage,
  type Language,
  type Playbook,
  type PlaybookFact,
  type PlaybookOption,
  playbookName,
  type Text,
} from '@nautilus/response'
import { bullet, pair } from './lines.ts'

export type Page = { readonly width: number; readonly language: Language; readonly title: (text: string) => string }

const classes = {
  S0: 'no safety function near',
  S1: 'a safety function may be near',
  S2: 'the safety system itself',
} as const
const effectWords = {
  none: 'touches nothing',
  it: 'office side alone',
  process: 'the process may feel it',
  'keep-running': 'the plant runs on',
} as const

export function playbookText(playbook: Playbook, page: Page): string {
  const { width, language } = page
  const say = (text: Text) => inLanguage(text, language)
  const list = (title: string, all: readonly Text[], mark = '-') => [
    page.title(title),
    ...all.map(text => bullet(say(text), width, mark)),
    '',
  ]
  return [
    `${page.title(`${playbookName(playbook)}  ${say(playbook.title)}`)}  (${playbook.safetyClass}: ${classes[playbook.safetyClass]})`,
    bullet(say(playbook.scenario), width, ' ', 0),
    '',
    ...list('Do not', playbook.forbidden, '✗'),
    page.title('Call'),
    ...playbook.notify.map(({ duty, within, channels, why, if: condition }) => {
      const only = condition ? ` (if ${condition.fact} is ${condition.is.join(' or ')})` : ''
      return pair(durationSaid(within), `${duty}${only} by ${channels.join(', ')}: ${say(why)}`, width, 8)
    }),
    '',
    page.title('Find out first   ! blocks every option   !! also blocks every approval'),
    ...playbook.facts.map(fact => factLine(fact, page)),
    '',
    page.title('Decide'),
    ...playbook.decisions.flatMap(({ id, question, deciders, inputs, outcomes }) => [
      pair(id, `${say(question)} (${deciders.join(', ')}; from ${inputs.join(', ')})`, width, 4),
      ...outcomes.map(({ label, next }) => bullet(`${say(label)} → ${next.join(', ')}`, width, '-', 3)),
    ]),
    '',
    page.title('Options   risk from 0 none to 4 severe: safety, availability, quality, equipment'),
    ...playbook.options.flatMap(option => optionLines(option, page)),
    ...phases(playbook, page),
    page.title('Keep as evidence'),
    ...playbook.evidence.map(({ what, who }) => bullet(`${say(what)} (${who})`, width)),
    '',
    ...list('Reporting', playbook.nis2.hints),
    bullet(`The clock starts if: ${say(playbook.nis2.startClockIf)}`, width, ' ', 0),
    '',
    ...list('It is over when', playbook.exit),
    `Exercise it every ${durationSaid(playbook.exerciseEvery)}.`,
  ].join('\n')
}

function phases({ phases: all }: Playbook, page: Page): string[] {
  return all.flatMap(({ name, steps }) => [
    page.title(`Phase: ${name}`),
    ...steps.map(({ id, text, who, csf }) =>
      pair(id, `${inLanguage(text, page.language)} (${who}; ${csf.join(', ')})`, page.width, 4),
    ),
    '',
  ])
}

function factLine({ id, question, source, who, blocks, safety, why }: PlaybookFact, page: Page): string {
  const mark = safety ? '!!' : blocks ? '!' : ''
  const how = { auto: `filled by Nautilus, else ${who}`, ask: who, both: `${who}, helped by Nautilus` }[source]
  const { language } = page
  return pair(`${id} ${mark}`, `${inLanguage(question, language)} (${how}) ${inLanguage(why, language)}`, page.width, 5)
}

/** The worst that can credibly happen stands before everything that speaks for it. */
function optionLines(option: PlaybookOption, page: Page): string[] {
  const { id, title, effect, risk, who, leadTime, steps, preconditions, reversible, rollback, reviewEvery } = option
  const { width, language } = page
  const say = (text: Text) => inLanguage(text, language)
  const { safety, availability, quality, equipment } = risk
  const row = (name: string, text: string) => pair(`    ${name}`, text, width, 18)
  return [
    `  ${page.title(`${id}) ${say(title)}`)}`,
    row('worst case', say(risk.worst)),
    row(
      'risk',
      `safety ${safety}, availability ${availability}, quality ${quality}, equipment ${equipment}; ${effectWords[effect]}`,
    ),
    row('gains', say(risk.benefit)),
    row('by', `${who}, takes ${durationSaid(leadTime)}`),
    ...preconditions.map(text => row('only if', say(text))),
    ...steps.map((text, at) => row(at === 0 ? 'steps' : '', `${at + 1}. ${say(text)}`)),
    row(reversible ? 'way back' : 'no way back', say(rollback)),
    row('approved by', approvalText(option)),
    ...(reviewEvery ? [row('look again', `every ${durationSaid(reviewEvery)}`)] : []),
    '',
  ]
}

const needText = ({ anyOf }: ApprovalNeed): string => anyOf.join(' or ')

/** Who must approve, as one sentence. */
export function approvalText({ approval: { needs, extra, informs, expires } }: PlaybookOption): string {
  const more = extra.map(
    ({ when, needs: own }) => `${own.map(needText).join(' and ')} if ${when.fact} is ${when.is.join(' or ')}`,
  )
  const told = informs.length > 0 ? `; tells ${informs.join(', ')}` : ''
  return `${needs.map(needText).join(' and ')}${more.map(text => `; ${text}`).join('')}${told}; counts for ${durationSaid(expires)}`
}
