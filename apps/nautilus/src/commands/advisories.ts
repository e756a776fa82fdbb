import { type Command, Refusal } from '../world.ts'
import { bundle } from './advisories/bundle.ts'
import { check } from './advisories/check.ts'
import { match } from './advisories/match.ts'

const parts = [match, check, bundle]

const help = `nautilus advisories match|check|bundle …

Known vulnerabilities of the devices in a capture, from security
advisories in CSAF form. Everything is read from files; nothing is
fetched, and no device is asked.

${parts.map(({ name, summary }) => `  ${name.split(' ')[1]!.padEnd(8)}${summary}`).join('\n')}

Each explains itself: nautilus advisories match --help

Where advisories come from
  github.com/cisagov/CSAF          advisories of CISA, OT/white by year
  the makers' own                  /.well-known/csaf/ on their web sites
  cisa.gov/known-exploited-vulnerabilities-catalog   KEV
  first.org/epss                   EPSS, a file a day
`

/** Does nothing itself; its parts do. */
export const advisories: Command = {
  name: 'advisories',
  summary: 'known vulnerabilities of devices, from CSAF advisories',
  help,
  parts,
  options: {},
  run: async () => {
    throw new Refusal('advisories needs to know what to do: type `nautilus advisories match --help`.')
  },
}
