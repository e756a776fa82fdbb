// A thread that listens, as the platform runs it, in a process of its own: it is ended in the middle, and the process
// must not end with it. argv: how it is ended, `asked` or `killed`, and how many frames come before.
import type { SensorHealth } from '@nautilus/model'
import { Feed } from '../../src/platform/feed.ts'
import type { SitePool } from '../../src/platform/site-pool.ts'
import { WATCH } from './cable.ts'

const [how, frames] = [process.argv[2], Number(process.argv[3])]
let bytes = 0
const sites = {
  call: async (_: object, { batch }: { batch: { body: Uint8Array } }) => {
    bytes += batch.body.length
  },
} as unknown as SitePool
const source = { kind: 'interface', interfaces: [WATCH], filter: null, threads: 1, buffer: 64 }
const stream = { tenant: 't', site: 's', sensor: 'span', epoch: 'e' }
let [health, isReady, isEnding] = [null as SensorHealth | null, false, false]
const feed = new Feed(
  new URL('../../src/platform/live-thread.ts', import.meta.url),
  { source, group: null },
  {
    ...{ sites, stream, file: null, endsWhenAsked: true },
    onHealth: told => {
      health = told
      if (!isReady && told.hearing?.interfaces[0]?.state === 'up') {
        isReady = true
        process.stderr.write('ready\n')
      }
      if (told.packets < frames || isEnding) return
      isEnding = true
      void end()
    },
    onTrouble: error => process.stderr.write(`${error}\n`),
  },
)

async function end(): Promise<void> {
  const before = bytes
  await feed.stop(how === 'killed' ? 0 : undefined)
  process.stdout.write(JSON.stringify({ health, toldAtTheEnd: bytes - before }))
}
