import { worker as run } from '../platform/up.ts'
import type { Command } from '../world.ts'
import { upOptions } from './up.ts'

const help = `nautilus worker --nats URL --database URL --telemetry URL

One of several machines that work on sites: it takes the batches of its share
of them from the bus, finds what there is to find, and stores it. Add one, and
sites move to it; stop or lose one, and the others have its sites some seconds
later. Nothing is lost, and nothing counts twice.

  --nats URL[,URL]  the servers of the bus (NATS with JetStream)
  --database URL    the PostgreSQL that all processes share
  --telemetry URL   the ClickHouse that all share; ?cluster=NAME behind it
                    keeps tables on the replicas of that cluster
  --data FOLDER     of this process alone (./nautilus-data)
  --config FILE     all of this from a file, and the sensors of this machine
  --log LEVEL       silent, error, warn, info, debug (info)

The environment says the same: NATS_URL, DATABASE_URL, TELEMETRY_URL,
NAUTILUS_DATA, NAUTILUS_CONFIG, NAUTILUS_LOG. NAUTILUS_SECRET is the same in
every process. docs/operations.md shows a whole installation.
`

export const worker: Command = {
  name: 'worker',
  summary: 'works on its share of the sites, one of several machines',
  help,
  options: upOptions,
  run,
}
