import { wholeOf } from '../../options.ts'
import { openWithout } from '../../platform/live/launcher.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus sensor open INTERFACE… [--user NAME] [--buffer N] -- COMMAND…

Opens a socket on each interface and starts COMMAND with them, without the
right to open more: no capabilities, no way to get any, and as another user
where --user names one. What decodes packets can then do nothing but read.

This command needs CAP_NET_RAW (and root for --user), COMMAND needs nothing.
An interface that goes and comes back is heard again by the same socket.

  --user NAME   the user that COMMAND runs as
  --buffer N    MiB that the kernel keeps for each interface (64)

Examples
  nautilus sensor open eth1 --user nautilus -- nautilus up --config nautilus.yaml
  nautilus sensor open eth1 eth2 -- nautilus up --config nautilus.yaml

Exit codes
  that of COMMAND; 2 when a socket could not be opened
`

export const open: Command = {
  name: 'sensor open',
  summary: 'start a program with sockets, and without rights',
  help,
  options: { user: { type: 'string' }, buffer: { type: 'string' } },
  run,
}

async function run(given: Arguments, _world: World): Promise<number> {
  const { positionals, rest: command = [] } = given
  const names = positionals.slice(0, positionals.length - command.length)
  if (names.length === 0) throw new Refusal('Name an interface: `nautilus sensor open eth1 -- nautilus up`.')
  if (command.length === 0)
    throw new Refusal('Say what to start after `--`: `nautilus sensor open eth1 -- nautilus up`.')
  const user = typeof given.values.user === 'string' ? given.values.user : null
  const megabytes = wholeOf(given, 'buffer', { least: 4, most: 4096, otherwise: 64 })
  return openWithout(names, megabytes, user, command)
}
