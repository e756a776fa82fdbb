// The desk of a running platform.
import { type Database, sealerOf } from '@nautilus/store'
import type { Logger } from 'pino'
import type { Calls } from '../response/escalation.ts'
import { clockTimer } from '../response/ticking.ts'
import { VERSION } from '../version.ts'
import { ownClock } from './clock.ts'
import { OutwardDesk } from './desk.ts'

export type OwnOptions = { readonly db: Database; readonly calls: Calls; readonly log: Logger }

export function ownOutward({ db, calls, log }: OwnOptions): OutwardDesk {
  const { secret, url, allowPrivate } = calls
  return new OutwardDesk({
    ...{ db, url, allowPrivate, sealer: sealerOf(secret), version: VERSION, clock: ownClock, timer: clockTimer },
    onTrouble: (what, detail) => log.error(detail, what),
  })
}
