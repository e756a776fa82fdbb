// How a sensor stands, in a file of its folder: for whoever stands before the machine.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnosisOf, type SensorHealth, sentenceOf, span } from '@nautilus/model'
import { VERSION } from '../version.ts'
import { Refusal } from '../world.ts'
import { writeWhole } from './segments.ts'

export type SensorStatus = {
  /** µs */
  readonly at: number
  /** It has a connection, and the bus takes batches. */
  readonly bus: boolean
  readonly health: SensorHealth
}

const FILE = 'status.json'
/** µs after which a note is of a sensor that does not run. */
const OLD = 30e6

/** A disk that is full has no room for it: what was said before stays, and says of when it is. */
export function writeStatus(folder: string, status: SensorStatus): void {
  try {
    writeWhole(join(folder, FILE), Buffer.from(JSON.stringify(status)))
  } catch {}
}

/** Throws a refusal. */
export function readStatus(folder: string): SensorStatus {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as SensorStatus
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT')
      throw new Refusal(`${folder} has no ${FILE}: the sensor was never started there, or --data is another folder.`)
    throw new Refusal(`${join(folder, FILE)} cannot be read: ${message}.`)
  }
}

export type Told = { readonly lines: readonly string[]; readonly isWell: boolean }

/** In lines; `now` in µs. */
export function statusLines({ at, bus, health }: SensorStatus, now: number): Told {
  const age = (now - at) / 1e6
  const { hearing, settings, ring, spool } = health
  const troubles = diagnosisOf({ health, unheard: null, version: VERSION })
  const runs = now - at <= OLD
  const lines = [
    runs ? `It runs, version ${health.version}.` : `It does not run: its last word is ${span(age)} old.`,
    bus ? 'The bus takes its batches.' : 'The bus is away, or does not take its batches: they wait in the spool.',
    ...(hearing?.interfaces ?? []).map(
      ({ name, state, rate }) => `${name}: ${state === 'up' ? `${rate.toLocaleString('en')} packets/s` : state}`,
    ),
    ...(spool
      ? [`Spool: ${spool.batches} batches wait${spool.batches > 0 ? `, the oldest for ${span(spool.oldest)}` : ''}.`]
      : []),
    ...(ring?.from ? [`Ring: packets of the last ${span((now - ring.from) / 1e6)}.`] : []),
    ...(settings
      ? [settings.version === 0 ? 'Settings: none from afar.' : `Settings: version ${settings.version}.`]
      : []),
  ]
  if (troubles.length === 0) return { lines: [...lines, 'All is well.'], isWell: runs && bus }
  return { lines: [...lines, 'To put right:', ...troubles.map(one => `  - ${sentenceOf(one)}`)], isWell: false }
}
