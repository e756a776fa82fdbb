// All that was compared, by protocol: one file and one line each.

import type { Compared, Disagreement } from './disagreements/disagreement.ts'
import { dnp3 } from './disagreements/dnp3.ts'
import { iec104 } from './disagreements/iec104.ts'
import { modbus } from './disagreements/modbus.ts'
import { s7comm } from './disagreements/s7comm.ts'
import { s7commPlus } from './disagreements/s7comm-plus.ts'

import { synchrophasor } from './disagreements/synchrophasor.ts'

export type { Compared, Disagreement, Total } from './disagreements/disagreement.ts'

export const compared: Readonly<Record<string, Compared>> = {
  dnp3,
  iec104,
  modbus,
  s7comm,
  's7comm-plus': s7commPlus,
  synchrophasor,
}

/** Frames of the link layer. */
export const link = { arp: 323, lldp: 348 }

export const disagreements: readonly Disagreement[] = Object.values(compared).flatMap(({ rows }) => rows)
