import { dirname } from 'node:path'
import { loadRules } from '@nautilus/detection'
import { withCustomRules } from '../custom/load.ts'
import { evaluateCase } from '../evaluate/run.ts'
import type { Score } from '../evaluate/score.ts'
import { evaluationMarkdown, evaluationText } from '../evaluate/text.ts'
import { truthFrom } from '../evaluate/truth.ts'
import { readText, writeWhole } from '../files.ts'
import { styleOf } from '../text/style.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const MAX_LABELS = 16e6

const help = `nautilus evaluate LABELS.yaml [--captures DIR] [--only TEXT]

Runs the detection over captures that somebody labelled and says how well
it does: attacks found, labelled windows hit, findings that are right and
wrong, how many an hour, and how long the first one took.

LABELS.yaml names, for each capture, the kinds of attack in it, captures of
normal traffic to learn from, the addresses at the ends of the attack, the
windows in which it happens, and rules that are right though nothing is
attacked, with the reason. A finding counts as found when its rule belongs
to a kind of the attack, one of its ends is at the ends named, and it
happens in a window, where there are any. Whatever is above low outside of
windows is wrong, unless the labels call it right.

Options
  --captures DIR   where the captures are (the folder of LABELS.yaml)
  --only TEXT      only captures whose path contains TEXT
  --rules PATH     your own rules too (docs/custom-rules.md); may be given again
  --json OUT       the scores as JSON
  --markdown OUT   the table as Markdown
  -h, --help       show this

Exit codes
  0  every capture was read
  2  wrong arguments, wrong labels, or a capture that cannot be read
`

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'measure the detection on labelled captures',
  help,
  options: {
    captures: { type: 'string' },
    only: { type: 'string' },
    rules: { type: 'string', multiple: true },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) {
    throw new Refusal('evaluate needs one file of labels: type `nautilus evaluate LABELS.yaml`.')
  }
  const truth = truthFrom(readText(file, MAX_LABELS), file)
  const folder = typeof values.captures === 'string' ? values.captures : dirname(file)
  const only = typeof values.only === 'string' ? values.only : ''
  const cases = truth.cases.filter(({ capture }) => capture.includes(only))
  if (cases.length === 0) throw new Refusal(`${file} names no capture whose path contains ${only}.`)
  const rules = withCustomRules(await loadRules(), values.rules)
  const scores: Score[] = []
  for (const one of cases) scores.push(await evaluateCase(truth, one, { rules, folder, world }))
  if (typeof values.json === 'string') await writeWhole(values.json, [`${JSON.stringify(scores, null, 1)}\n`])
  if (typeof values.markdown === 'string') await writeWhole(values.markdown, [evaluationMarkdown(scores)])
  await world.out(evaluationText(scores, world.columns, styleOf(world.colour)))
  return 0
}
