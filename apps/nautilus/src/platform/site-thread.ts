// A thread that works on sites: it folds their batches and stores what came of them, so that nobody who asks the API waits.
import { parentPort, workerData } from 'node:worker_threads'
import { loadRules } from '@nautilus/detection'
import { joinWriters, openDatabase, openTelemetry } from '@nautilus/store'
import { span, startTraces } from '@nautilus/trace'
import { vendorLookup } from '../vendors.ts'
import { Turns } from './describing.ts'
import { newGate } from './gate.ts'
import { makerOf } from './make-fold.ts'
import type { FromThread, Place, ThreadData, ToThread } from './site-calls.ts'
import { type Commit, Gap } from './site-commit.ts'
import { SiteWorker } from './site-worker.ts'
import { ThreadTime } from './thread-time.ts'

/** Of the database: sites of one thread take turns, and each uses one at a time. */
const CONNECTIONS = 4

const { databaseUrl, telemetryUrl, snapshotEvery, traces = null } = workerData as ThreadData
const port = parentPort!
const tell = (message: FromThread) => port.postMessage(message)

const onTrouble = (message: string) => tell({ kind: 'trouble', message })
const exporter = traces && (await startTraces({ ...traces, onTrouble }))
const state = await openDatabase(databaseUrl, CONNECTIONS)
const telemetry = await openTelemetry(telemetryUrl)
const rules = await loadRules()
const vendorOf = vendorLookup()
const workers = new Map<string, SiteWorker>()
const gate = newGate()
/** Batches that are under way, and with how many of them the thread is behind. */
let taking = 0
const MANY = 32
const turns = new Turns(
  () => performance.now(),
  () => taking >= MANY,
)
const time = new ThreadTime()
// A backup may ask for a moment at which no batch is in one store and not yet in the other.
await joinWriters(databaseUrl, async () => {
  const open = await gate.close()
  await Promise.all([...workers.values()].map(worker => worker.hush()))
  return open
})

port.on('message', (message: ToThread) => {
  gate
    .pass(() => traced(message))
    .then(
      value => tell({ kind: 'done', id: message.id, failure: null, value }),
      (error: Error) => {
        const expected = error instanceof Gap ? error.expected : null
        tell({ kind: 'done', id: message.id, failure: { message: error.message, expected }, value: null })
      },
    )
})
tell({ kind: 'ready' })

/** The thread may be ended after its rest: what it has to tell goes out before. */
async function traced(message: ToThread): Promise<unknown> {
  const { tenant, site, call, parent } = message
  const value = await span(`site ${call.kind}`, { parent, attributes: { tenant, site, ...sizeOf(message) } }, () =>
    answer(message),
  )
  if (call.kind === 'rest') await exporter?.flush()
  return value
}

const sizeOf = ({ call }: ToThread) =>
  call.kind === 'take' ? { sensor: call.batch.sensor, seq: call.batch.seq, bytes: call.batch.body.length } : {}

function answer({ tenant, site, call, fence }: ToThread): Promise<unknown> {
  const worker = workerOf({ tenant, site })
  worker.hold(fence)
  switch (call.kind) {
    case 'take':
      taking++
      return worker.take(call.batch).finally(() => taking--)
    case 'settle':
      return worker.settle()
    case 'renew':
      return worker.renew()
    case 'rest':
      return worker.rest()
    case 'decide':
      return worker.decide(call.decision)
    case 'enter':
      return worker.enter(call.event)
    case 'rules':
    case 'orders':
    case 'feeds':
      return worker.use(call.kind)
    case 'baseline': {
      const { device } = call
      return worker.ask(fold => (device === null ? fold.baseline() : fold.baselineOf(device)))
    }
    case 'compare':
      return worker.ask(fold => fold.compare(call.documents))
  }
}

function workerOf({ tenant, site }: Place): SiteWorker {
  const key = `${tenant}/${site}`
  let worker = workers.get(key)
  if (!worker) {
    worker = new SiteWorker({
      tenant,
      site,
      database: state.db,
      telemetry,
      fold: makerOf({ tenant, site }, { database: state.db, rules, vendorOf, onTrouble }),
      now: () => performance.now(),
      turns,
      time,
      snapshotEvery,
      onCommit: told,
      onStrange: (sensor, detail) => tell({ kind: 'strange', tenant, site, sensor, detail }),
      onTrouble,
    })
    workers.set(key, worker)
  }
  return worker
}

function told({ tenant, site, activities, batches, changes, open, to }: Commit): void {
  // Nobody is called for what people accepted.
  const heard = changes.findings.filter(({ id }) => open.has(id))
  const findings = heard.map(({ id, title, severity }) => ({ id, title, severity }))
  tell({ kind: 'told', told: { tenant, site, activities, batches, to, assets: changes.assets.length, findings } })
}
