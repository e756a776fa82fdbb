import { api as run } from '../platform/up.ts'
import type { Command } from '../world.ts'
import { upOptions } from './up.ts'

const help = `nautilus api --nats URL --database URL --telemetry URL

Serves the API and the console, one of several that are alike: whichever a
browser reaches knows everything. Sites are worked on by \`nautilus worker\`.

  --port N          where the console is served (8400)
  --host ADDRESS    on which address (127.0.0.1: this machine only)
  --url URL         how people reach it: the address of your load balancer
  --nats, --database, --telemetry, --data, --config, --log
                    as for \`nautilus worker\`

NAUTILUS_SECRET is the same in every process: sessions and links are good in
all of them. docs/operations.md shows a whole installation.
`

export const api: Command = {
  name: 'api',
  summary: 'serves the API and the console, one of several that are alike',
  help,
  options: upOptions,
  run,
}
