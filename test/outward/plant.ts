// A desk on a real store, with a clock that tests turn, and receivers on the loopback address.
import type { OutwardEvent, OutwardFinding } from '@nautilus/model'
import {
  addDestination,
  asTenant,
  type Database,
  type DestinationFilter,
  newDestinationId,
  sealerOf,
  stateOf,
  tellOutward,
} from '@nautilus/store'
import { OutwardDesk } from '../../apps/nautilus/src/outward/desk.ts'
import type { OnRemote } from '../../apps/nautilus/src/outward/queue.ts'

export const START = 1_795_394_870_000
const SECRET = 'a secret of the instance'
export const sealer = sealerOf(SECRET)

export type TestClock = { now(): number; pause(ms: number): Promise<void>; random(): number; forward(ms: number): void }

/** Whoever pauses turns it. */
export function testClock(start = START): TestClock {
  let now = start
  return {
    now: () => now,
    pause: async ms => {
      now += ms
    },
    random: () => 0.5,
    forward: ms => {
      now += ms
    },
  }
}

export type Told = { readonly what: string; readonly detail: object }

export function deskOn(db: Database, clock: TestClock, told: Told[] = [], onRemote?: OnRemote): OutwardDesk {
  return new OutwardDesk({
    ...{ db, sealer, clock, url: 'https://nautilus.example', version: '1.2.3', allowPrivate: true },
    timer: () => () => {},
    onTrouble: (what, detail) => void told.push({ what, detail }),
    ...(onRemote ? { onRemote } : {}),
  })
}

const everything: DestinationFilter = {
  ...{ topics: ['finding', 'incident', 'asset', 'sensor', 'audit'], severity: 'recorded', sites: [], exercises: true },
}

export type Wanted = {
  readonly kind: string
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly filter?: Partial<DestinationFilter>
  readonly tenant?: string
}

export async function addTo(db: Database, wanted: Wanted): Promise<string> {
  const { kind, settings, secrets, filter = {}, tenant = 'a' } = wanted
  const id = newDestinationId()
  const sealed = sealer.seal(['destination', tenant, id], JSON.stringify(secrets))
  const made = { kind, name: `${kind} ${id}`, settings, sealed, filter: { ...everything, ...filter } }
  await asTenant(db, tenant, scoped =>
    addDestination(scoped, { tenant, id, by: 'Ana' }, { ...made, mapping: { rename: {}, add: {} }, enabled: true }),
  )
  return id
}

export const stateIn = async (db: Database, id: string, tenant = 'a') =>
  (await asTenant(db, tenant, scoped => stateOf(scoped, id)))!

const finding: Omit<OutwardFinding, 'id' | 'count'> = {
  ...{ rule: 'port-scan', title: 'A scan', severity: 'high', status: 'open', why: 'It asked.', baseline: null },
  ...{ confidence: 1, techniques: ['T0846'], consequences: [], first: 1, last: 2, ended: null, source: null },
  ...{ target: null, protocol: null, verb: null, work: 'none', order: null, incident: null },
}

/** So many events of so many findings in turn; `count` rises with each of one. */
export async function happen(
  db: Database,
  { count, from = 0, objects = 10, tenant = 'a' }: { count: number; from?: number; objects?: number; tenant?: string },
): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => {
    const number = from + index
    const id = `f-${number % objects}`
    const body = { finding: { ...finding, id, count: number } }
    return { kind: number < objects ? 'finding.opened' : 'finding.changed', object: id, site: 's', body } as const
  })
  await asTenant(db, tenant, scoped => tellOutward(scoped, tenant, events))
}

export const countOf = (event: Pick<OutwardEvent, 'finding'>): number => event.finding?.count ?? -1
