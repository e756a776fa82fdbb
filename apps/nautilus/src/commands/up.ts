import { up as run } from '../platform/up.ts'
import type { Command } from '../world.ts'

const help = `nautilus up [--data FOLDER] [--port N] [--empty]

Starts the platform: stores, workers, API and console, in one process tree.
On the first start it prints a link; the first person signs up there.

  --data FOLDER     where everything is kept (./nautilus-data)
  --port N          where the console is served (8400)
  --host ADDRESS    on which address (127.0.0.1: this machine only)
  --url URL         how people reach it, where that differs: behind a proxy
  --empty           without the demonstration plant
  --database URL    a PostgreSQL of yours instead of the one that comes along
  --telemetry URL   a ClickHouse of yours instead of the one that comes along
  --upload-limit N  MB of one capture that is uploaded (4096)
  --log LEVEL       silent, error, warn, info, debug (info)

The environment says the same: NAUTILUS_DATA, NAUTILUS_PORT, NAUTILUS_HOST,
NAUTILUS_URL, DATABASE_URL, TELEMETRY_URL, NAUTILUS_UPLOAD_LIMIT, NAUTILUS_LOG.
Flags go first. NAUTILUS_METRICS_KEY lets other machines read /metrics.

Ctrl-C stops it in order: what was acknowledged is stored.
`

const text = { type: 'string' } as const

export const up: Command = {
  name: 'up',
  summary: 'the whole platform: stores, workers, API and console',
  help,
  options: {
    data: text,
    port: text,
    host: text,
    url: text,
    database: text,
    telemetry: text,
    log: text,
    'upload-limit': text,
    empty: { type: 'boolean' },
  },
  run,
}
