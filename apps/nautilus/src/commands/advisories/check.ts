import { ageOf } from '../../advisories/age.ts'
import { type Fault, Intelligence } from '../../advisories/load.ts'
import { plural } from '../../text/numbers.ts'
import { safe, styleOf, wrap } from '../../text/style.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { dayOption, loadNamed } from './shared.ts'

const help = `nautilus advisories check PATH… [--trust KEY]

Reads advisories as \`match\` does, and says what could not be used: the
file, the place in it, and what is wrong. What is valid of the rest of a
file is used all the same.

PATH is a CSAF 2.0 or 2.1 document, a directory of them, a ZIP archive, a
bundle, a list of a provider whose files lie beside it, a KEV catalogue
or an EPSS file. Where a .sha512 lies beside a document it is compared;
OpenPGP signatures (.asc) are not: check those with gpg.

Options
  --trust KEY    use only bundles signed by this Ed25519 public key
  --today DAY    count ages from that day (today)
  -h, --help     show this

Examples
  nautilus advisories check csaf_files/OT/white/2026
  nautilus advisories check bundle.zip --trust key.pub

Exit codes
  0  everything is sound
  2  wrong arguments, or something could not be used
`

export const check: Command = {
  name: 'advisories check',
  summary: 'what in files of advisories could not be used, and why',
  help,
  options: { trust: { type: 'string' }, today: { type: 'string' } },
  run,
}

/** Faults that are printed. */
const MOST = 500

async function run(given: Arguments, world: World): Promise<number> {
  if (given.positionals.length === 0)
    throw new Refusal('advisories check needs a file or directory: type `nautilus advisories check PATH`.')
  const found = loadNamed(given, given.positionals, new Intelligence())
  const style = styleOf(world.colour)
  const lines = [
    style.title(`${plural(found.files, 'file')} read`),
    ...ageOf(found, dayOption(given, world.today())).map(line => `  ${safe(line)}`),
  ]
  const shown = found.faults.slice(0, MOST)
  const more = found.faults.length - shown.length + found.moreFaults
  if (shown.length > 0)
    lines.push('', style.title('What could not be used'), ...linesOf(shown, Math.max(80, world.columns)))
  if (more > 0) lines.push(style.quiet(`  … and ${more} more`))
  await world.out(`${lines.join('\n')}\n`)
  return shown.length > 0 ? 2 : 0
}

/** Under each file its faults. */
function linesOf(faults: readonly Fault[], width: number): string[] {
  const byFile = Map.groupBy(faults, ({ file }) => file)
  return [...byFile].flatMap(([file, own]) => [
    `  ${safe(file)}${own.some(({ isUsed }) => isUsed) ? '' : ' (not used)'}`,
    ...own.map(({ problem }) => wrap(safe(problem), width, '    • ', '      ')),
  ])
}
