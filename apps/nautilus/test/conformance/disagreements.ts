// All that was compared, by protocol: one file and one line each.

import type { Compared, Disagreement } from './disagreements/disagreement.ts'
import { enip } from './disagreements/enip.ts'
import { geEgd } from './disagreements/ge-egd.ts'
import { modbus } from './disagreements/modbus.ts'
import { omronFins } from './disagreements/omron-fins.ts'
import { s7comm } from './disagreements/s7comm.ts'
import { s7commPlus } from './disagreements/s7comm-plus.ts'

export type { Compared, Disagreement, Total } from './disagreements/disagreement.ts'

export const compared: Readonly<Record<string, Compared>> = {
  enip,
  'ge-egd': geEgd,
  modbus,
  'omron-fins': omronFins,
  s7comm,
  's7comm-plus': s7commPlus,
}

/** Frames of the link layer. */
export const link = { arp: 323, lldp: 348 }

export const disagreements: readonly Disagreement[] = Object.values(compared).flatMap(({ rows }) => rows)
