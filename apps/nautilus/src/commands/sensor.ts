import { type Command, Refusal } from '../world.ts'
import { check } from './sensor/check.ts'
import { open } from './sensor/open.ts'
import { upgrade } from './sensor/upgrade.ts'

const help = `nautilus sensor check INTERFACE [--apply]
nautilus sensor open INTERFACE… -- COMMAND…
nautilus sensor upgrade BUNDLE

For whoever plugs a mirror port in. docs/live-capture.md goes from the switch
to the first device in the console.

  check   whether an interface is ready and silent, and what makes it so
  open    starts a program with sockets, and without the right to open more
  upgrade puts a newer, signed version in the place of this one, and back

  nautilus help sensor check   explains one
`

export const sensor: Command = {
  name: 'sensor',
  summary: 'prepare an interface of this machine for listening',
  help,
  parts: [check, open, upgrade],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus sensor check eth1`, or `nautilus sensor --help` for all of it.')
  },
}
