// What lowers the risk while the device runs on: from what the network shows, then what the maker says, the patch last.
import type { Asset, Link, Remedy } from '@nautilus/model'
import type { Attack } from './cvss.ts'
import { servedBy } from './native.ts'

/** Clients that one sentence names. */
const MAX_NAMED = 4
/** Sentences of the maker that are repeated. */
const MAX_QUOTED = 3
/** Characters of one of them. */
const MAX_QUOTE = 240

export type Surroundings = {
  readonly links: readonly Link[]
  /** How people call an asset: its name, else its address. */
  readonly nameOf: (id: string) => string
}

export function mitigationsOf(
  asset: Asset,
  attack: Attack,
  remedies: readonly Remedy[],
  { links, nameOf }: Surroundings,
): string[] {
  const served = servedBy(asset)
  return [
    ...(attack.from === 'network' || attack.from === 'adjacent' || attack.from === 'unknown'
      ? conduit(asset, links, nameOf)
      : []),
    ...hardening.filter(({ protocols }) => protocols.some(p => served.includes(p))).map(({ advice }) => advice),
    ...quotes(remedies, ['workaround', 'mitigation']),
    ...quotes(remedies, ['vendor_fix']).map(text => `In the next window: ${text}`),
    ...(isUnpatched(remedies) ? ['There is no patch: keep these measures in place for good.'] : []),
  ]
}

const housekeeping = new Set(['arp', 'icmp', 'lldp', 'igmp', 'dhcp'])

/** Who uses the device today is who must still reach it tomorrow. */
function conduit(asset: Asset, links: readonly Link[], nameOf: (id: string) => string): string[] {
  const uses = links.filter(({ server, protocol }) => server === asset.id && !housekeeping.has(protocol))
  if (uses.length === 0)
    return [`Let nobody reach ${nameOf(asset.id)} over the network who does not need it: no use of it was seen.`]
  const protocols = [...new Set(uses.map(({ protocol }) => protocol))].sort()
  const clients = [...new Set(uses.map(({ client }) => client))].map(nameOf).sort()
  const named = clients.slice(0, MAX_NAMED).join(', ')
  const more = clients.length > MAX_NAMED ? ` and ${clients.length - MAX_NAMED} more` : ''
  return [
    `Allow ${protocols.join(', ')} to ${nameOf(asset.id)} from ${named}${more} only, as seen; strike out who does not belong there, drop everything else.`,
  ]
}

const hardening: readonly { readonly protocols: readonly string[]; readonly advice: string }[] = [
  {
    protocols: ['s7comm', 's7comm-plus'],
    advice:
      'Set a protection level with password in the CPU, switch off PUT/GET where it is not used, key switch to RUN.',
  },
  {
    protocols: ['enip'],
    advice: 'Turn the key switch of the controller to RUN, and limit who may change the program.',
  },
  {
    protocols: ['modbus'],
    advice: 'Let a firewall that knows Modbus pass the function codes in use only; write codes from named writers.',
  },
  {
    protocols: ['http', 'ftp', 'telnet', 'tftp'],
    advice: 'Switch off web, FTP, TFTP and Telnet services of the device where nobody uses them.',
  },
  { protocols: ['snmp'], advice: 'Switch SNMP off, or to version 3 with read access only.' },
]

const asked = (category: string, categories: readonly string[]): boolean => categories.includes(category)

/** Pointers to further reading tell nothing here. */
const empty = /^(?:for more information|see |please see|security best practices|[^ ]+$)|:$/i

function quotes(remedies: readonly Remedy[], categories: readonly string[]): string[] {
  const texts = remedies
    .filter(({ category, text }) => asked(category, categories) && text !== '' && !empty.test(text))
    .map(({ text }) => text.replace(/\s+/g, ' '))
  return [...new Set(texts)]
    .slice(0, MAX_QUOTED)
    .map(text => (text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE).trimEnd()}…` : text))
}

const isUnpatched = (remedies: readonly Remedy[]): boolean =>
  remedies.some(({ category }) => asked(category, ['none_available', 'no_fix_planned'])) &&
  !remedies.some(({ category }) => category === 'vendor_fix')
