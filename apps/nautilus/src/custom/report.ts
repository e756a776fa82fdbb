// What `nautilus rules test` tells, for people and for machines.
import type { CustomRule, RuleExample } from '@nautilus/detection'
import { grouped, plural } from '../text/numbers.ts'
import { type Style, safe, wrap } from '../text/style.ts'
import { isoOf, secondOf, spanOf } from '../time.ts'
import type { Trial } from './trial.ts'

export type TestedRule = {
  readonly custom: CustomRule
  readonly examples: readonly { readonly example: RuleExample; readonly fires: number }[]
  /** Null where no capture was read, or it makes no findings of its own. */
  readonly trial: Trial | null
  readonly findings: number
}
export type Tested = {
  readonly rules: readonly TestedRule[]
  /** Length of the captures together; null without. */
  readonly hours: number | null
}

const INDENT = '    '
/** Shorter captures say nothing of an hour. */
const LEAST_HOURS = 0.25

export function testText({ rules, hours }: Tested, columns: number, style: Style): string {
  const width = Math.max(80, columns)
  const examples = rules.flatMap(rule => rule.examples)
  const wrong = examples.filter(isWrong).length
  const head = `${plural(rules.length, 'rule')} without a fault; ${sayExamples(examples.length, wrong)}`
  const lines = rules.flatMap(rule => ['', ...ruleLines(rule, hours, width, style)])
  return `${wrap(head, width, '', '')}\n${lines.join('\n')}\n`
}

const isWrong = ({ example, fires }: TestedRule['examples'][number]): boolean => fires !== example.fires

function sayExamples(all: number, wrong: number): string {
  if (all === 0) return 'no examples to try.'
  return wrong === 0
    ? `${plural(all, 'example')} as expected.`
    : `${wrong} of ${plural(all, 'example')} otherwise than expected.`
}

function ruleLines(
  { custom, examples, trial, findings }: TestedRule,
  hours: number | null,
  width: number,
  style: Style,
): string[] {
  const { rule, place } = custom
  const line = (text: string) => wrap(safe(text), width, INDENT, `${INDENT}  `)
  return [
    wrap(safe(`${rule.id}  ${rule.title}`), width, '  ', INDENT),
    style.quiet(
      line(
        `${place.file}:${place.line}, ${rule.level}${rule.techniques.length > 0 ? `, ${rule.techniques.join(' ')}` : ''}`,
      ),
    ),
    ...examples
      .filter(isWrong)
      .map(({ example, fires }) =>
        style.bad(
          line(
            `line ${example.place.line}: "${example.name}" fires ${times(fires)}, and should ${times(example.fires)}`,
          ),
        ),
      ),
    ...(custom.silent ? [line('makes no findings of its own: a correlation counts it')] : []),
    ...(examples.length === 0 && trial === null && !custom.silent
      ? [line('nothing to try it on: write examples into it, or name a capture')]
      : []),
    ...(trial === null ? [] : trialLines(trial, findings, hours ?? 0, line)),
  ]
}

const times = (count: number): string => (count === 1 ? 'once' : `${grouped(count)} times`)

function trialLines(trial: Trial, findings: number, hours: number, line: (text: string) => string): string[] {
  const { matches, first } = trial
  if (matches === 0) return [line(`no match in ${spanOf(hours * 3600e6)}`)]
  const rate = hours < LEAST_HOURS ? '; too short to say how many an hour' : `: ${rateOf(findings, hours)} an hour`
  const more = matches - first.length
  return [
    line(`${plural(matches, 'match', 'matches')} in ${spanOf(hours * 3600e6)}, ${plural(findings, 'finding')}${rate}`),
    ...first.map(match =>
      line([secondOf(match.at), endsOf(match), match.object].filter(part => part !== '').join('  ')),
    ),
    ...(more > 0 ? [line(`… and ${grouped(more)} more`)] : []),
  ]
}

const rateOf = (findings: number, hours: number): string => (findings / hours).toFixed(1)

const endsOf = ({ source, target }: Trial['first'][number]): string =>
  source !== null && target !== null ? `${source} → ${target}` : (source ?? target ?? '')

export const testJson = ({ rules, hours }: Tested): string =>
  `${JSON.stringify(
    {
      schema: 1,
      hours,
      rules: rules.map(({ custom: { rule, place, silent }, examples, trial, findings }) => ({
        id: rule.id,
        title: rule.title,
        level: rule.level,
        silent,
        file: place.file,
        line: place.line,
        examples: examples.map(({ example: { name, place: at, fires: expected }, fires }) => ({
          name,
          line: at.line,
          fires,
          expected,
        })),
        matches: trial?.matches ?? null,
        findings: trial && findings,
        findingsPerHour: trial && hours ? findings / hours : null,
        first: trial?.first.map(match => ({ ...match, at: isoOf(match.at) })) ?? null,
      })),
    },
    null,
    1,
  )}\n`
