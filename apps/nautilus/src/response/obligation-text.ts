// An obligation to report as a page for the terminal.
import {
  type Certainty,
  durationSaid,
  inLanguage,
  type Language,
  type ObligationTemplate,
  type ReportClock,
  type ReportStage,
  type Text,
  templateName,
} from '@nautilus/response'
import { bullet, pair } from './lines.ts'

export type Page = { readonly width: number; readonly language: Language; readonly title: (text: string) => string }

export const certaintyText: Readonly<Record<Certainty, string>> = {
  primary: 'read in the law or from the authority',
  secondary: 'read about, not in the law itself',
  'to-confirm': 'confirm before relying on it',
}

const anchorWords: Readonly<Record<string, string>> = {
  awareAt: 'awareness',
  detectedAt: 'detection',
  classifiedAt: 'classification',
  requestedAt: 'the request',
  handledAt: 'the incident being handled',
  paymentAt: 'the payment',
  fixAvailableAt: 'a fix being available',
}

/** `24 h from awareness` */
export function clockText({ from, limit, submission }: ReportClock): string {
  const stage = from.startsWith('submitted:') ? from.slice('submitted:'.length) : null
  const start = stage === null ? anchorWords[from] : `sending the ${submission === 'last' ? 'last ' : ''}${stage}`
  return `${durationSaid(limit)} from ${start}`
}

/** When a stage is due, for a table. */
export const dueShort = (stage: ReportStage): string =>
  stage.onRequest ? 'on request' : stage.instead ? `in place of ${stage.instead.of}` : dueText(stage)

/** When a stage is due, as one sentence. */
export function dueText({ clocks, instead, onRequest }: ReportStage): string {
  if (onRequest) return 'on request, by the date that the authority names'
  if (instead) return `in place of ${instead.of} and at its date; that is then due ${clockText(instead.afterwards)}`
  return `${clocks.map(clockText).join(', and at most ')}${clocks.length > 1 ? ' (the earlier)' : ''}`
}

export function obligationText(template: ObligationTemplate, page: Page): string {
  const { width, language } = page
  const say = (text: Text) => inLanguage(text, language)
  const { validFrom, authority, significance, thresholds } = template
  const row = (name: string, text: string) => pair(name, text, width, 12)
  return [
    page.title(`${templateName(template)}  ${say(template.title)}`),
    'Not legal advice.',
    '',
    row('in force', validFrom === null ? 'the day is not settled' : `from ${validFrom}`),
    row('law', template.legalRefs.join('; ')),
    row('goes to', `${authority.name}, by ${authority.channel}${authority.url === null ? '' : `, ${authority.url}`}`),
    row('', say(authority.note)),
    '',
    ...template.stages.flatMap(stage => stageLines(stage, page)),
    ...(significance
      ? [
          page.title('Significant if one of these holds; a person decides'),
          ...significance.criteria.map(({ says, ref, binding }) =>
            bullet(`${say(says)} (${ref}${binding ? '' : ', as an example'})`, width),
          ),
          ...significance.exclusions.map(({ says, ref }) => bullet(`but not: ${say(says)} (${ref})`, width)),
          '',
        ]
      : []),
    ...(thresholds.length > 0
      ? [
          page.title('Thresholds'),
          ...thresholds.map(({ value, says, ref }) => bullet(`${value}: ${say(says)} (${ref})`, width)),
          '',
        ]
      : []),
    page.title('How sure'),
    ...template.sources.map(({ what, certainty }) => bullet(`${what}: ${certaintyText[certainty]}`, width)),
    ...template.notes.map(note => bullet(say(note), width)),
  ].join('\n')
}

function stageLines(stage: ReportStage, page: Page): string[] {
  const { key, label, target, note, signoff, languages, fields, certainty, when } = stage
  const row = (name: string, text: string) => pair(`  ${name}`, text, page.width, 14)
  const required = fields.filter(({ need }) => need === 'required').map(({ field }) => field)
  return [
    page.title(`Stage ${key}: ${inLanguage(label, page.language)}`),
    row('due', `${dueText(stage)}${when ? '; only where it applies' : ''}`),
    ...(target ? [row('our target', durationSaid(target))] : []),
    row('certainty', certaintyText[certainty]),
    ...(note ? [row('note', inLanguage(note, page.language))] : []),
    row('signed by', signoff.join(', ')),
    row('languages', languages.join(', ')),
    row('required', required.join(', ')),
    row('fields', `${fields.length} in the order of the form`),
    '',
  ]
}
