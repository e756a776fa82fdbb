import { up as run } from '../platform/up.ts'
import type { Command } from '../world.ts'

const help = `nautilus up [--data FOLDER] [--port N] [--empty] [--config FILE]

Starts the platform: stores, workers, API and console, in one process tree.
On the first start it prints a link; the first person signs up there.

  --data FOLDER     where everything is kept (./nautilus-data)
  --port N          where the console is served (8400)
  --host ADDRESS    on which address (127.0.0.1: this machine only)
  --url URL         how people reach it, where that differs: behind a proxy
  --empty           without the demonstration plant
  --database URL    a PostgreSQL of yours instead of the one that comes along
  --telemetry URL   a ClickHouse of yours instead of the one that comes along
  --nats URL        a bus: sensors of other machines, and more processes like this
  --upload-limit N  MB of one capture that is uploaded (4096)
  --ring MB         packets that each live sensor keeps on disk (2048; 0: none)
  --ring-hours N    and for how long at the most (24)
  --ring-flow MB    of one flow in ten minutes or 32 MB of the ring (8)
  --ring-spare MB   of the disk that are left to others (1024)
  --ring-key FILE   encrypts them: the file has 32 characters or more
  --log LEVEL       silent, error, warn, info, debug (info)
  --config FILE     all of this from a file, and the sensors of this machine

The environment says the same: NAUTILUS_DATA, NAUTILUS_PORT, NAUTILUS_HOST,
NAUTILUS_URL, DATABASE_URL, TELEMETRY_URL, NATS_URL, NAUTILUS_UPLOAD_LIMIT,
NAUTILUS_LOG, NAUTILUS_SECRET, NAUTILUS_RING, NAUTILUS_RING_HOURS, NAUTILUS_RING_FLOW, NAUTILUS_RING_SPARE,
NAUTILUS_RING_KEY, NAUTILUS_CONFIG. NAUTILUS_RING_SECRET is the key itself.
NAUTILUS_METRICS_KEY lets other machines read /metrics.
Flags go first, then the environment, then the file:

  port: 8400
  demo: false
  ring: {size: 2048, hours: 24, keyFile: ring.key}
  sensors:
    - {name: span-1, site: plant-north, interface: eth1}
    - {name: drop, site: plant-north, folder: /var/captures}

Mail, single sign-on, breached passwords and traces are parts of the file too:
docs/sign-in.md. OTEL_EXPORTER_OTLP_ENDPOINT says where traces go.

An interface is listened to where this process has CAP_NET_RAW or was started by
\`nautilus sensor open\`; a folder is watched for captures; PCAP over IP comes in
by listen or connect (docs/live-capture.md). Nothing is ever sent.

Ctrl-C stops it in order: what was acknowledged is stored.
`

const text = { type: 'string' } as const

export const upOptions = {
  data: text,
  port: text,
  host: text,
  url: text,
  database: text,
  telemetry: text,
  nats: text,
  log: text,
  config: text,
  'upload-limit': text,
  ring: text,
  'ring-hours': text,
  'ring-flow': text,
  'ring-spare': text,
  'ring-key': text,
  empty: { type: 'boolean' },
} as const

export const up: Command = {
  name: 'up',
  summary: 'the whole platform: stores, workers, API and console',
  help,
  options: upOptions,
  run,
}
