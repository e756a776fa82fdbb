// How many events a second reach one destination: from the log to the answer of a receiver that takes everything, on a
// database of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OutwardFinding } from '@nautilus/model'
import {
  addDestination,
  asTenant,
  type Database,
  ensureSite,
  ensureTenant,
  newDestinationId,
  openDatabase,
  removeDestination,
  sealerOf,
  startState,
  stateOf,
  tellOutward,
} from '@nautilus/store'
import { ownClock } from '../outward/clock.ts'
import { OutwardDesk } from '../outward/desk.ts'
import { grouped } from '../text/numbers.ts'
import { styleOf } from '../text/style.ts'
import { table } from '../text/table.ts'
import type { World } from '../world.ts'

const EVENTS = 20_000
const FINDINGS = 500
const TENANT = 'bench'
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const sealer = sealerOf('bench')

/** Packed or not: it is read to its end and not looked at. */
function take(request: IncomingMessage, done: () => void): void {
  request.on('data', () => {})
  request.on('end', done)
}

const receivers: Readonly<Record<string, { readonly body: string; readonly secrets: (url: string) => object }>> = {
  splunk: { body: '{"text":"Success","code":0}', secrets: () => ({ token: '12345678-1234-1234-1234-1234567890ab' }) },
  ocsf: { body: '', secrets: url => ({ url }) },
  webhook: { body: '', secrets: url => ({ url, secret: SECRET }) },
}

/** Events a second, by kind of destination; at least 2,000 are wanted. */
export async function outwardRates(world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-bench-'))
  const state = await startState(join(folder, 'state'))
  const open = await openDatabase(state.url, 5)
  try {
    await ensureTenant(open.db, TENANT, 'Bench')
    await asTenant(open.db, TENANT, scoped => ensureSite(scoped, TENANT, { id: 's', name: 'Site' }))
    const rows: string[][] = []
    for (const kind of Object.keys(receivers)) {
      const { seconds, busy } = await timeOf(open.db, kind)
      const rate = (per: number) => grouped(Math.round(EVENTS / per))
      rows.push([kind, grouped(EVENTS), `${seconds.toFixed(1)} s`, rate(seconds), rate(busy)])
    }
    const style = styleOf(world.colour)
    const columns = [
      { title: 'Destination' },
      { title: 'Events', right: true },
      { title: 'Took', right: true },
      { title: 'Events/s', right: true },
      { title: 'Events/CPU s', right: true },
    ] as const
    const lines = table(columns, rows, { width: world.columns, style })
    const [load = 0] = loadavg()
    const note = [
      '  Findings with both ends, from the log of the tenant to the answer, one destination. Per second of the clock, and',
      `  of the processor in this process, the receiver too. ${availableParallelism()} processors, load ${load.toFixed(1)}.`,
    ].join('\n')
    await world.out(`${style.title('Telling other systems')}\n${lines.join('\n')}\n${style.quiet(note)}\n`)
    return 0
  } finally {
    await open.close()
    await state.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `seconds`: of the clock; `busy`: of the processor, in this process. */
async function timeOf(db: Database, kind: string): Promise<{ readonly seconds: number; readonly busy: number }> {
  const { body, secrets } = receivers[kind]!
  const server = createServer((request, response) => take(request, () => response.end(body)))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const id = newDestinationId()
  const url = `http://127.0.0.1:${port}/`
  const desk = new OutwardDesk({
    ...{ db, sealer, url: 'http://localhost', version: 'bench', allowPrivate: true, clock: ownClock },
    timer: () => () => {},
    onTrouble: what => process.stderr.write(`${what}\n`),
  })
  const sealed = desk.seal(TENANT, id, secrets(url) as Record<string, string>)
  const filter = { topics: ['finding'], severity: 'recorded', sites: [], exercises: false } as const
  const made = { kind, name: kind, settings: kind === 'splunk' ? { url } : {}, sealed, filter, enabled: true }
  const mapping = { rename: {}, add: {} }
  try {
    await asTenant(db, TENANT, async scoped => {
      await addDestination(scoped, { tenant: TENANT, id, by: 'bench' }, { ...made, mapping })
      await tellOutward(scoped, TENANT, events())
    })
    const began = performance.now()
    const used = process.cpuUsage()
    await desk.settled()
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(used)
    const state = await asTenant(db, TENANT, scoped => stateOf(scoped, id))
    if (state?.sent !== EVENTS) throw new Error(`${kind} took ${state?.sent} of ${EVENTS} events: ${state?.last_error}`)
    return { seconds, busy: (user + system) / 1e6 }
  } finally {
    await desk.stop()
    await asTenant(db, TENANT, scoped => removeDestination(scoped, id))
    await closed(server)
  }
}

const closed = (server: Server): Promise<void> => {
  server.closeAllConnections()
  return new Promise(done => server.close(() => done()))
}

const end = (id: string, ip: string) => ({
  ...{ id, name: `PLC ${id}`, ip, mac: '28:63:36:aa:bb:cc', vendor: 'Siemens', model: 'S7-1500', firmware: 'V2.9.4' },
  ...{ role: 'controller', level: 1, zone: 'cell-7' },
})

function events() {
  const base: Omit<OutwardFinding, 'id' | 'count'> = {
    ...{ rule: 'program-download', title: 'A program was loaded into a controller', severity: 'high', status: 'open' },
    ...{ why: 'EWS-07 loaded OB1 into PLC-0312.', baseline: 'Never before.', confidence: 1, techniques: ['T0843'] },
    ...{ consequences: ['T0831'], first: 1, last: 2, ended: null, source: end('a', '10.0.0.1') },
    ...{
      target: end('b', '10.0.0.2'),
      protocol: 's7comm',
      verb: 'download',
      work: 'none',
      order: null,
      incident: null,
    },
  }
  return Array.from({ length: EVENTS }, (_, count) => {
    const id = `f-${count % FINDINGS}`
    return { kind: 'finding.changed', object: id, site: 's', body: { finding: { ...base, id, count } } } as const
  })
}
