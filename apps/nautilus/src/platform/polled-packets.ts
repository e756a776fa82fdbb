// Sensors that speak HTTP are not asked: they ask what is wanted of their packets, and bring it.
import type { PacketPort } from '@nautilus/api'
import { asTenant, type Database, type OpenPackets, openPackets } from '@nautilus/store'
import { BadAnswer, openAnswer } from '../sensor/packet-answer.ts'
import type { SensorName } from '../sensor/settings.ts'
import { type FarPackets, questionFor } from './far-packets.ts'

/** Questions of one visit. */
const MOST = 16

export class PolledPackets implements PacketPort {
  readonly #db: Database
  readonly #far: FarPackets

  constructor(db: Database, far: FarPackets) {
    this.#db = db
    this.#far = far
  }

  async questions(name: SensorName) {
    const open = await this.#open(name, MOST)
    return open.map(finding => ({ finding: finding.finding, question: questionFor([finding]) }))
  }

  async answered(name: SensorName, finding: string, bytes: Uint8Array): ReturnType<PacketPort['answered']> {
    const open = (await this.#open(name, MOST_OPEN)).find(one => one.finding === finding)
    if (!open) return { kind: 'unknown' }
    try {
      await this.#far.settle(name, [open], openAnswer(bytes, questionFor([open])))
      return { kind: 'kept' }
    } catch (error) {
      if (!(error instanceof BadAnswer)) throw error
      await this.#far.settle(name, [open], { kind: 'bad', why: error.message })
      return { kind: 'refused', why: error.message }
    }
  }

  #open({ tenant, site, sensor }: SensorName, most: number): Promise<OpenPackets[]> {
    return asTenant(this.#db, tenant, scoped => openPackets(scoped, site, { sensor, most }))
  }
}

/** Findings among which one is looked for that is answered. */
const MOST_OPEN = 1000
