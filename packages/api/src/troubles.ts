// Sensors with what is not as it should be with them.
import { diagnosisOf, type SensorHealth, type Trouble } from '@nautilus/model'

type Row = {
  readonly kind: string
  readonly health: object
  readonly last_seen: Date | null
  readonly revoked_at: Date | null
}

/** `version`: of the platform. Captures that people bring are read, and then their sensor is silent: nothing is wrong. */
export const withTroubles = <R extends Row>(rows: readonly R[], version: string): (R & { troubles: Trouble[] })[] =>
  rows.map(row => {
    if (row.revoked_at !== null) return { ...row, troubles: [] }
    const health = row.health as Partial<SensorHealth>
    const isHeard = row.last_seen !== null && (row.kind === 'remote' || health.hearing !== undefined)
    const unheard = isHeard ? (Date.now() - row.last_seen!.getTime()) / 1000 : null
    return { ...row, troubles: diagnosisOf({ health, unheard, version }) }
  })
