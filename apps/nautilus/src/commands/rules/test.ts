import { loadRules, type Rule } from '@nautilus/detection'
import { Analysis, type Report } from '../../analysis.ts'
import { isFolder, isRuleFile, loadCustomRules } from '../../custom/load.ts'
import { type Tested, testJson, testText } from '../../custom/report.ts'
import { watched } from '../../custom/trial.ts'
import { isSameFile, writeWhole } from '../../files.ts'
import { filesOf } from '../../patterns.ts'
import { learnAll, readAll } from '../../reading.ts'
import { loadSite } from '../../site/load.ts'
import { styleOf } from '../../text/style.ts'
import { vendorLookup } from '../../vendors.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus rules test [OPTIONS] RULES… [CAPTURE…]

Checks rules that you wrote before they go live. RULES are Sigma files
(.yml, .yaml) or folders of them; everything else is a capture.

What is wrong is told with file, line, column and the nearest valid word.
Examples in a rule are run: events as maps of fields, and how often it must
fire. With captures each rule tells how often it matched, the first matches,
and how many findings an hour that would be; nothing is written down.

Options
  --site F      site.yaml: zones, lists, shifts and the time zone
  --learn FILE  a capture of normal operation, for rules about findings of
                rules that compare; may be given again
  --json OUT    the same as JSON to OUT; - for standard output
  -h, --help    show this

Examples
  nautilus rules test my-rules/
  nautilus rules test night-write.yml monday.pcap
  nautilus rules test --site site.yaml my-rules/ *.pcap --json -

A rule to begin with
  title: Somebody wrote at night
  logsource: { product: nautilus, category: activity }
  detection:
    writes: { verb: write, outcome: ok }
    night: { hour|gte: 22 }
    early: { hour|lt: 6 }
    condition: writes and (night or early)
  level: medium
docs/custom-rules.md has all fields and words.

Exit codes
  0  the rules are right, and so are their examples
  2  a fault in a rule, an example that fires otherwise than it says, or a
     capture that could not be read
`

export const test: Command = {
  name: 'rules test',
  summary: 'check your own rules, and try them on captures',
  help,
  options: {
    site: { type: 'string' },
    learn: { type: 'string', multiple: true },
    json: { type: 'string' },
  },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const isRules = (path: string) => isRuleFile(path) || isFolder(path)
  const [given, captures] = [positionals.filter(isRules), positionals.filter(path => !isRules(path))]
  if (given.length === 0)
    throw new Refusal('rules test needs a file of rules (.yml) or a folder: type `nautilus rules test my-rules/`.')
  checkResult(values.json, positionals)
  const builtIn = await loadRules()
  const customs = loadCustomRules('rules test', given, builtIn)
  const trials = customs.map(custom => ({ custom, ...watched(custom) }))
  // Rules about findings need those that make them.
  const others = customs.some(({ rule }) => rule.on.includes('finding')) ? builtIn : []
  const all = [...others, ...trials.flatMap(({ custom, rule }) => (custom.silent ? [] : [rule]))]
  const tried = captures.length > 0 ? await tryOut(captures, all, values, world) : null
  const tested: Tested = {
    hours: tried && hoursOf(tried.report),
    rules: trials.map(({ custom, trial }) => ({
      custom,
      examples: custom.examples.map(example => ({ example, fires: custom.firesOf(example) })),
      trial: custom.silent ? null : tried && trial,
      findings: tried?.report.detection.findings.filter(({ rule }) => rule === custom.rule.id).length ?? 0,
    })),
  }
  if (typeof values.json === 'string' && values.json !== '-') await writeWhole(values.json, [testJson(tested)])
  await world.out(values.json === '-' ? testJson(tested) : testText(tested, world.columns, styleOf(world.colour)))
  for (const fault of tried?.faults ?? []) world.err(`nautilus: ${fault}\n`)
  const wrong = tested.rules.some(({ examples }) => examples.some(({ example, fires }) => fires !== example.fires))
  return wrong || (tried?.faults.length ?? 0) > 0 ? 2 : 0
}

function checkResult(json: Arguments['values'][string], inputs: readonly string[]): void {
  if (typeof json !== 'string' || json === '-') return
  if (json === '') throw new Refusal('--json needs a name: type `--json OUT.json`, or `--json -`.')
  const same = inputs.find(path => isSameFile(path, json))
  if (same !== undefined) throw new Refusal(`--json ${json} would overwrite ${same}; name another file.`)
}

type Tried = { readonly report: Report; readonly faults: readonly string[] }

async function tryOut(
  captures: readonly string[],
  rules: readonly Rule[],
  values: Arguments['values'],
  world: World,
): Promise<Tried> {
  const site = typeof values.site === 'string' ? values.site : null
  const detection = { ...loadSite({ site, orders: null }, await loadRules()), rules }
  const analysis = new Analysis({ vendorOf: vendorLookup(), detection })
  await learnAll(filesOf('--learn', Array.isArray(values.learn) ? values.learn.map(String) : []), analysis, world)
  const faults = await readAll([...new Set(captures)], analysis, world)
  return { report: analysis.report(), faults }
}

const HOUR = 3600e6

const hoursOf = ({ capture: { first, last } }: Report): number =>
  first === null || last === null ? 0 : (last - first) / HOUR
