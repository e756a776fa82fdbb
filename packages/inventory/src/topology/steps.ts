// What holding one end of a connection is good for, by protocol. Facts of the protocols only: whether a password was
// asked for is another matter.
import type { Link, PathStep, StepKind } from '@nautilus/model'
import { speechOf } from '../roles/speech.ts'

const kinds: Readonly<Partial<Record<string, StepKind>>> = {
  rdp: 'login',
  vnc: 'login',
  ssh: 'login',
  telnet: 'login',
  teamviewer: 'login',
  dcerpc: 'remote control',
  openvpn: 'tunnel',
  wireguard: 'tunnel',
  ipsec: 'tunnel',
  pptp: 'tunnel',
  l2tp: 'tunnel',
  smb: 'file share',
  ftp: 'file share',
  tftp: 'file share',
  tds: 'database',
  mysql: 'database',
  postgres: 'database',
  http: 'web',
  tls: 'web',
  mqtt: 'process',
  'ge-egd': 'process',
  'enip-io': 'process',
  'sampled-values': 'process',
  goose: 'process',
  'roc-plus': 'process',
}

const meanings: Readonly<Record<StepKind, string>> = {
  login: 'interactive login',
  'remote control': 'remote procedures',
  tunnel: 'a tunnel into the network behind it',
  'file share': 'files that the other side reads or runs',
  database: 'queries and stored procedures',
  web: 'pages that may set something',
  engineering: 'changes what the controller does',
  process: 'values of the process; most such protocols ask for no password before a write',
}

/** Verbs that show that the client changes the server, beyond single values. */
const engineering = ['download', 'firmware', 'edit', 'delete', 'start', 'stop', 'mode', 'configure', 'reset', 'file']

/** Null for what carries nobody any further: names, time, who is there. */
export function stepOf({ client, server, protocol, port, verbs }: Link): PathStep | null {
  const kind = kindOf(protocol, verbs)
  if (kind === null || client === server) return null
  return { client, server, protocol, port, kind, why: meanings[kind] }
}

function kindOf(protocol: string, verbs: Link['verbs']): StepKind | null {
  const known = kinds[protocol]
  if (known) return known
  if (!speechOf(protocol)?.plant || onlyLooks(verbs)) return null
  return engineering.some(verb => verbs[verb]) ? 'engineering' : 'process'
}

/** Asking who is there is no connection yet. */
const onlyLooks = (verbs: Link['verbs']): boolean => Object.keys(verbs).every(verb => verb === 'discover')

/** The strongest step first; of the same strength, by name of the protocol. */
const strength: readonly StepKind[] = [
  'engineering',
  'login',
  'remote control',
  'tunnel',
  'file share',
  'database',
  'process',
  'web',
]
export const byStrength = (a: PathStep, b: PathStep): number =>
  strength.indexOf(a.kind) - strength.indexOf(b.kind) ||
  (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.port - b.port)
