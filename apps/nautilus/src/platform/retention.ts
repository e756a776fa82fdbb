// What is older than a tenant wants to keep goes, once a day, and the record says what went.
import {
  alone,
  asTenant,
  type Database,
  getTenant,
  type KeptDays,
  type KeptKind,
  keptDaysOf,
  keptKinds,
  listTenants,
  record,
  removeOver,
  removeTelemetry,
  type Telemetry,
  untilOf,
  wantedFiles,
} from '@nautilus/store'
import type { Logger } from 'pino'
import type { EvidenceDesk } from './evidence-desk.ts'
import { Regularly, type Timer } from './regularly.ts'

export type RetentionOptions = {
  readonly db: Database
  readonly telemetry: Telemetry
  /** ms since 1970. */
  readonly now: number
  /** Counts what would go. */
  readonly dry: boolean
}

export type Removed = {
  readonly tenant: string
  readonly kind: KeptKind
  readonly days: number
  /** ms since 1970; what was older went. */
  readonly until: number
  readonly rows: number
}

/** One run: of several platforms on one database one at a time. Of each tenant, every kind for which days are set. */
export async function keepNoLonger(options: RetentionOptions): Promise<Removed[]> {
  const { db, dry } = options
  if (dry) return run(options)
  return db.transaction().execute(async locked => {
    await alone(locked, 'retention')
    return run(options)
  })
}

async function run(options: RetentionOptions): Promise<Removed[]> {
  const { db, dry } = options
  const settings = new Map<string, KeptDays>()
  for (const { id } of await listTenants(db)) {
    const tenant = await asTenant(db, id, scoped => getTenant(scoped))
    settings.set(id, keptDaysOf(tenant?.retention ?? {}))
  }
  const removed: Removed[] = []
  for (const kind of keptKinds) removed.push(...(await ofKind(options, kind, settings)))
  if (!dry) await tell(db, removed)
  return removed
}

async function ofKind(
  { db, telemetry, now, dry }: RetentionOptions,
  kind: KeptKind,
  settings: ReadonlyMap<string, KeptDays>,
): Promise<Removed[]> {
  const until = new Map<string, number>()
  for (const [tenant, days] of settings) if (days[kind] !== undefined) until.set(tenant, untilOf(now, days[kind]))
  const rows =
    kind === 'activity' || kind === 'values'
      ? await removeTelemetry(telemetry.client, { kind, until, all: until.size === settings.size, dry })
      : new Map<string, number>()
  const removed: Removed[] = []
  for (const [tenant, limit] of until) {
    const count =
      kind === 'activity' || kind === 'values'
        ? (rows.get(tenant) ?? 0)
        : await removeOver(db, kind, { tenant, until: limit, dry })
    if (count > 0) removed.push({ tenant, kind, days: settings.get(tenant)?.[kind] ?? 0, until: limit, rows: count })
  }
  return removed
}

async function tell(db: Database, removed: readonly Removed[]): Promise<void> {
  for (const tenant of new Set(removed.map(each => each.tenant))) {
    const detail = Object.fromEntries(
      removed
        .filter(each => each.tenant === tenant)
        .map(({ kind, days, until, rows }) => [kind, { rows, days, until: new Date(until).toISOString() }]),
    )
    await asTenant(db, tenant, scoped => record(scoped, tenant, { who: 'platform', action: 'retention.run', detail }))
  }
}

/** ms. A file is there a moment before its row. */
const FRESH = 86_400_000

/** Packets that belong to no finding any more go with it. How many files went. */
async function keepNoPackets({ db, packets, now }: { db: Database; packets: Packets; now: number }): Promise<number> {
  return packets.forget(await wantedFiles(db), now - FRESH)
}

/** ms. The first run is a while after the start, which has enough to do. */
const FIRST = 600_000
const EVERY = 86_400_000

/** Where the packets of findings are. */
export type Packets = Pick<EvidenceDesk, 'forget'>

export type DailyOptions = {
  readonly db: Database
  readonly packets: Packets
  readonly telemetry: Telemetry
  readonly log: Logger
  readonly timer?: Timer
  /** Whether it is for this process to do. */
  readonly isOn?: () => boolean
}

/** Runs once a day while the platform runs. */
export class DailyRetention {
  readonly #work: Regularly
  /** Rows that went since the start. */
  removed = 0

  constructor({ db, telemetry, packets, log, timer, isOn = () => true }: DailyOptions) {
    this.#work = new Regularly({
      first: FIRST,
      every: EVERY,
      work: async now => {
        if (!isOn()) return
        const removed = await keepNoLonger({ db, telemetry, now, dry: false })
        this.removed += removed.reduce((sum, { rows }) => sum + rows, 0)
        if (removed.length > 0) log.info({ removed }, 'what was kept long enough was removed')
        const files = await keepNoPackets({ db, packets, now })
        if (files > 0) log.info({ files }, 'packets of findings that are no longer kept were removed')
      },
      onTrouble: error => log.error({ err: error }, 'retention could not run; it is tried again tomorrow'),
      timer,
    })
  }

  /** Waits for a run that is under way. */
  stop(): Promise<void> {
    return this.#work.stop()
  }
}
