// All that was compared, by protocol: one file and one line each.

import type { Compared, Disagreement } from './disagreements/disagreement.ts'
import { modbus } from './disagreements/modbus.ts'
import { netbiosDatagram } from './disagreements/netbios-datagram.ts'
import { rdp } from './disagreements/rdp.ts'
import { s7comm } from './disagreements/s7comm.ts'
import { s7commPlus } from './disagreements/s7comm-plus.ts'
import { smb } from './disagreements/smb.ts'
import { vnc } from './disagreements/vnc.ts'

export type { Compared, Disagreement, Total } from './disagreements/disagreement.ts'

export const compared: Readonly<Record<string, Compared>> = {
  modbus,
  'netbios-datagram': netbiosDatagram,
  rdp,
  s7comm,
  's7comm-plus': s7commPlus,
  smb,
  vnc,
}

/** Frames of the link layer. */
export const link = { arp: 323, lldp: 348 }

export const disagreements: readonly Disagreement[] = Object.values(compared).flatMap(({ rows }) => rows)
