// All that was compared, by protocol: one file and one line each.

import type { Compared, Disagreement } from './disagreements/disagreement.ts'
import { modbus } from './disagreements/modbus.ts'
import { profinet } from './disagreements/profinet.ts'
import { profinetCm } from './disagreements/profinet-cm.ts'
import { s7comm } from './disagreements/s7comm.ts'
import { s7commPlus } from './disagreements/s7comm-plus.ts'

export type { Compared, Disagreement, Total } from './disagreements/disagreement.ts'

export const compared: Readonly<Record<string, Compared>> = {
  modbus,
  profinet,
  'profinet-cm': profinetCm,
  s7comm,
  's7comm-plus': s7commPlus,
}

/** Frames of the link layer. */
export const link = { arp: 323, lldp: 348 }

export const disagreements: readonly Disagreement[] = Object.values(compared).flatMap(({ rows }) => rows)
