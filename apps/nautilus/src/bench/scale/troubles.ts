// What happens to an installation in a bad night, one thing after the other, and how long until every site goes on.
import { setTimeout as pause } from 'node:timers/promises'
import { partitionOf } from '@nautilus/nats'
import { asTenant, listLeases } from '@nautilus/store'
import { TENANT } from '../ingest.ts'
import type { Senders } from './senders.ts'
import type { Stage } from './stage.ts'

export type Trouble = {
  readonly name: string
  /** s from when it began, or from when it was over where that is what is waited for. */
  readonly took: number
}

type Step = {
  readonly name: string
  /** Makes the trouble; resolves at the moment from which on it counts. */
  readonly begin: (stage: Stage) => Promise<void>
  /** What comes back later, while everything goes on. */
  readonly after?: (stage: Stage) => Promise<void>
}

/** ms for which something is away. */
const AWAY = 10_000
const LOOK = 200

const steps: readonly Step[] = [
  {
    name: 'a worker killed',
    begin: ({ workers }) => workers[0]!.kill(),
    after: ({ workers }) => workers[0]!.again(),
  },
  {
    name: 'a server of the bus killed, back after 10 s',
    begin: ({ servers }) => servers[0]!.kill(),
    after: async ({ servers }) => {
      await pause(AWAY)
      await servers[0]!.again()
    },
  },
  {
    name: 'a server of the bus cut off from the others for 20 s, since it was heard again',
    begin: async ({ servers }) => {
      servers[1]!.cut()
      await pause(2 * AWAY)
      servers[1]!.heal()
    },
  },
  {
    name: 'PostgreSQL killed, since it was back',
    begin: async ({ database }) => {
      await database.kill()
      await pause(AWAY / 2)
      await database.again()
    },
  },
  {
    name: 'ClickHouse killed, since it was back',
    begin: async ({ columns }) => {
      await columns.kill()
      await pause(AWAY / 2)
      await columns.again()
    },
  },
]

/** One after the other, each when `due` resolves. */
export async function troubles(stage: Stage, senders: Senders, due: (share: number) => Promise<void>) {
  const told: Trouble[] = []
  for (const [index, { name, begin, after }] of steps.entries()) {
    await due((index + 1) / (steps.length + 2))
    await begin(stage)
    const began = performance.now()
    const before = await standing(stage)
    const going = new Set<string>()
    await until(async () => goesOn(going, { before, now: await standing(stage) }, senders))
    told.push({ name, took: (performance.now() - began) / 1000 })
    await after?.(stage)
  }
  await due((steps.length + 1) / (steps.length + 2))
  return [...told, await apiKilled(stage)]
}

async function apiKilled({ api }: Stage): Promise<Trouble> {
  await api.kill()
  const began = performance.now()
  await api.again()
  const answers = () =>
    fetch(`http://127.0.0.1:${api.port}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    )
  await until(answers)
  return { name: 'the API killed, until it answered', took: (performance.now() - began) / 1000 }
}

type Standing = {
  /** The newest batch that is stored, by sensor. */
  readonly stored: ReadonlyMap<string, number>
  /** Whether a worker that runs has the site. */
  readonly isHeld: (site: string) => boolean
}

/** Null while the database does not answer. */
async function standing({ state, workers }: Stage): Promise<Standing | null> {
  try {
    const rows = await asTenant(state.db, TENANT, scoped =>
      scoped.selectFrom('positions').select(['sensor', 'seq']).execute(),
    )
    const leases = new Map((await listLeases(state.db)).map(({ partition, worker }) => [partition, worker]))
    const running = new Set(workers.map(({ id }) => id()))
    return {
      stored: new Map(rows.map(({ sensor, seq }) => [sensor, seq])),
      isHeld: site => running.has(leases.get(partitionOf({ tenant: TENANT, site })) ?? ''),
    }
  } catch {
    return null
  }
}

type Look = { readonly before: Standing | null; readonly now: Standing | null }

/**
 * Adds to `going` each site that a worker has which runs, and of which something was stored since or nothing waits; true
 * when all of them went on. Each does it at a moment of its own: something of some site is always on its way.
 */
function goesOn(going: Set<string>, { before, now }: Look, { acknowledged }: Senders): boolean {
  if (before === null || now === null) return false
  const sites = Map.groupBy(acknowledged, ([, { site }]) => site)
  for (const [site, sensors] of sites) {
    const doneOf = (sensor: string) => now.stored.get(sensor) ?? 0
    const waits = sensors.some(([sensor, { seq }]) => doneOf(sensor) < seq)
    const went = sensors.some(([sensor]) => doneOf(sensor) > (before.stored.get(sensor) ?? 0))
    if (now.isHeld(site) && (went || !waits)) going.add(site)
  }
  return [...sites.keys()].every(site => going.has(site))
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(LOOK)
}
