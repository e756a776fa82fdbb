import { ageOf } from '../../advisories/age.ts'
import { bundleOf, keyFrom } from '../../advisories/bundle.ts'
import { Intelligence } from '../../advisories/load.ts'
import { writeWhole } from '../../files.ts'
import { plural, sizeOf } from '../../text/numbers.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { dayOption, loadNamed, textOf } from './shared.ts'

const help = `nautilus advisories bundle OUT.zip PATH… [--kev FILE] [--epss FILE]
                           [--key KEY]

Packs advisories, KEV and EPSS into one file for a site without a way to
the internet: of each advisory the newest version, and a manifest with
the SHA-256 of every file. With a key the manifest is signed (Ed25519);
the site names the public half with --trust, and nothing else is used.

Options
  --kev FILE     CISA KEV, known_exploited_vulnerabilities.json
  --epss FILE    EPSS scores, .csv or .csv.gz
  --key KEY      sign with this private key, PEM
  --today DAY    the day the bundle is of (today)
  -h, --help     show this

Examples
  openssl genpkey -algorithm ed25519 -out key.pem
  openssl pkey -in key.pem -pubout -out key.pub
  nautilus advisories bundle week.zip csaf/ --kev kev.json --key key.pem
  nautilus advisories check week.zip --trust key.pub

Exit codes
  0  the bundle is written
  2  wrong arguments, nothing that could be packed, or it could not be
     written
`

export const bundle: Command = {
  name: 'advisories bundle',
  summary: 'pack advisories into one signed file for an isolated site',
  help,
  options: { kev: { type: 'string' }, epss: { type: 'string' }, key: { type: 'string' }, today: { type: 'string' } },
  run,
}

async function run(given: Arguments, world: World): Promise<number> {
  const [out, ...paths] = given.positionals
  if (out === undefined || paths.length === 0)
    throw new Refusal(
      'advisories bundle needs a file to write and what to pack: type `nautilus advisories bundle OUT.zip PATH`.',
    )
  if (!/\.zip$/i.test(out))
    throw new Refusal(`${out} does not end in .zip; type \`nautilus advisories bundle ${out}.zip …\`.`)
  const today = dayOption(given, world.today())
  const key = textOf(given, 'key')
  const signing = key === null ? null : keyFrom(key, 'private')
  const found = loadNamed(given, paths, new Intelligence({ keep: true }))
  const files = found.kept!
  if (files.size === 0)
    throw new Refusal(`nothing there can be packed; type \`nautilus advisories check ${paths.join(' ')}\` to see why.`)
  const bytes = bundleOf(files, today, signing)
  await writeWhole(out, [bytes])
  const left = found.faults.filter(({ isUsed }) => !isUsed).length
  const lines = [
    `${out}: ${plural(files.size, 'file')}, ${sizeOf(bytes.length)}, ${signing ? 'signed' : 'not signed'}`,
    ...ageOf(found, today).map(line => `  ${line}`),
    ...(left > 0
      ? [`  ${plural(left, 'file')} could not be used and is not in it; \`nautilus advisories check\` says why.`]
      : []),
  ]
  await world.out(`${lines.join('\n')}\n`)
  return 0
}
