// A thread that works on sites: it folds their batches and stores what came of them, so that nobody who asks the API waits.
import { parentPort, workerData } from 'node:worker_threads'
import { loadRules } from '@nautilus/detection'
import { openDatabase, openTelemetry } from '@nautilus/store'
import { vendorLookup } from '../vendors.ts'
import { makerOf } from './make-fold.ts'
import type { FromThread, Place, ThreadData, ToThread } from './site-calls.ts'
import { type Commit, Gap, SiteWorker } from './site-worker.ts'

/** Of the database: sites of one thread take turns, and each uses one at a time. */
const CONNECTIONS = 4

const { databaseUrl, telemetryUrl, snapshotEvery } = workerData as ThreadData
const port = parentPort!
const tell = (message: FromThread) => port.postMessage(message)

const state = await openDatabase(databaseUrl, CONNECTIONS)
const telemetry = await openTelemetry(telemetryUrl)
const rules = await loadRules()
const vendorOf = vendorLookup()
const workers = new Map<string, SiteWorker>()

port.on('message', (message: ToThread) => {
  answer(message).then(
    value => tell({ kind: 'done', id: message.id, failure: null, value }),
    (error: Error) => {
      const expected = error instanceof Gap ? error.expected : null
      tell({ kind: 'done', id: message.id, failure: { message: error.message, expected }, value: null })
    },
  )
})
tell({ kind: 'ready' })

function answer({ tenant, site, call }: ToThread): Promise<unknown> {
  const worker = workerOf({ tenant, site })
  switch (call.kind) {
    case 'take':
      return worker.take(call.batch)
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
      return worker.useRules()
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
      fold: makerOf({ tenant, site }, { database: state.db, rules, vendorOf }),
      now: () => performance.now(),
      snapshotEvery,
      onCommit: told,
      onStrange: (sensor, detail) => tell({ kind: 'strange', tenant, site, sensor, detail }),
      onTrouble: message => tell({ kind: 'trouble', message }),
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
