// The desk of a running platform.
import { type FindPlaybook, type Incident, system } from '@nautilus/response'
import { appendEntries, asTenant, type Database, sealerOf } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Calls } from '../response/escalation.ts'
import { clockTimer } from '../response/ticking.ts'
import { VERSION } from '../version.ts'
import { ownClock } from './clock.ts'
import { OutwardDesk } from './desk.ts'

export type OwnOptions = {
  readonly db: Database
  readonly calls: Calls
  readonly log: Logger
  readonly playbooks: (tenant: string) => Promise<{ readonly find: FindPlaybook }>
  readonly onIncident: (tenant: string, incident: Incident) => void
}

export function ownOutward({ db, calls, log, playbooks, onIncident }: OwnOptions): OutwardDesk {
  const { secret, url, allowPrivate, exports } = calls
  return new OutwardDesk({
    ...{
      db,
      url,
      allowPrivate,
      exports,
      sealer: sealerOf(secret),
      version: VERSION,
      clock: ownClock,
      timer: clockTimer,
    },
    onTrouble: (what, detail) => log.error(detail, what),
    async onRemote({ tenant, site, incident }, text) {
      const { find } = await playbooks(tenant)
      const entry = { at: Date.now() * 1000, by: system, act: { kind: 'commented', text } } as const
      const done = await asTenant(db, tenant, scoped =>
        appendEntries(scoped, { tenant, site }, incident, [entry], { find }),
      )
      if (done.kind === 'appended') onIncident(tenant, done.incident)
    },
  })
}
