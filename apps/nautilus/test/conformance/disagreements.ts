// All that was compared, by protocol: one file and one line each.

import { ads } from './disagreements/ads.ts'
import type { Compared, Disagreement } from './disagreements/disagreement.ts'
import { ethercat } from './disagreements/ethercat.ts'
import { goose } from './disagreements/goose.ts'
import { mms } from './disagreements/mms.ts'
import { modbus } from './disagreements/modbus.ts'
import { mqtt } from './disagreements/mqtt.ts'
import { s7comm } from './disagreements/s7comm.ts'
import { s7commPlus } from './disagreements/s7comm-plus.ts'
import { sampledValues } from './disagreements/sampled-values.ts'

export type { Compared, Disagreement, Total } from './disagreements/disagreement.ts'

export const compared: Readonly<Record<string, Compared>> = {
  modbus,
  s7comm,
  's7comm-plus': s7commPlus,
  goose,
  mms,
  mqtt,
  ethercat,
  ads,
  'sampled-values': sampledValues,
}

/** Frames of the link layer. */
export const link = { arp: 323, lldp: 348 }

export const disagreements: readonly Disagreement[] = Object.values(compared).flatMap(({ rows }) => rows)
