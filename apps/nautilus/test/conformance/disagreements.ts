// All that was compared, by protocol: one file and one line each.

import { ads } from './disagreements/ads.ts'
import { bacnet } from './disagreements/bacnet.ts'
import { bacnetEthernet } from './disagreements/bacnet-ethernet.ts'
import type { Compared, Disagreement } from './disagreements/disagreement.ts'
import { dnp3 } from './disagreements/dnp3.ts'
import { enip } from './disagreements/enip.ts'
import { ethercat } from './disagreements/ethercat.ts'
import { geEgd } from './disagreements/ge-egd.ts'
import { goose } from './disagreements/goose.ts'
import { hartIp } from './disagreements/hart-ip.ts'
import { iec104 } from './disagreements/iec104.ts'
import { it } from './disagreements/it.ts'
import { mms } from './disagreements/mms.ts'
import { modbus } from './disagreements/modbus.ts'
import { mqtt } from './disagreements/mqtt.ts'
import { netbiosDatagram } from './disagreements/netbios-datagram.ts'
import { omronFins } from './disagreements/omron-fins.ts'
import { opcua } from './disagreements/opcua.ts'
import { profinet } from './disagreements/profinet.ts'
import { profinetCm } from './disagreements/profinet-cm.ts'
import { rdp } from './disagreements/rdp.ts'
import { s7comm } from './disagreements/s7comm.ts'
import { s7commPlus } from './disagreements/s7comm-plus.ts'
import { sampledValues } from './disagreements/sampled-values.ts'
import { smb } from './disagreements/smb.ts'
import { synchrophasor } from './disagreements/synchrophasor.ts'
import { vnc } from './disagreements/vnc.ts'

export type { Compared, Disagreement, Total } from './disagreements/disagreement.ts'

export const compared: Readonly<Record<string, Compared>> = {
  bacnet,
  'bacnet-ethernet': bacnetEthernet,
  enip,
  dnp3,
  'hart-ip': hartIp,
  iec104,
  modbus,
  'netbios-datagram': netbiosDatagram,
  rdp,
  opcua,
  profinet,
  'ge-egd': geEgd,
  'omron-fins': omronFins,
  'profinet-cm': profinetCm,
  s7comm,
  's7comm-plus': s7commPlus,
  goose,
  mms,
  mqtt,
  ethercat,
  ads,
  'sampled-values': sampledValues,
  smb,
  vnc,
  ...it,
  synchrophasor,
}

/** Frames of the link layer. */
export const link = { arp: 323, lldp: 348 }

export const disagreements: readonly Disagreement[] = Object.values(compared).flatMap(({ rows }) => rows)
