// What the facts of an interface mean for a sensor: one point each, with the command that puts it right.
import { ETHERNET_LINK, LOOPBACK_LINK } from '@nautilus/capture'
import { type Facts, tableOf } from './facts.ts'

/** `bad` must be put right, `note` is good to know. */
export type Point = {
  readonly what: string
  readonly state: 'good' | 'bad' | 'note'
  readonly says: string
  /** Commands that put it right, as they are typed, argument by argument. */
  readonly commands: readonly (readonly string[])[]
}

export type Options = {
  /** It is the target of a mirror that is routed (ERSPAN, VXLAN), and must keep its address and answer ARP. */
  readonly keepsAddress: boolean
}

/** Bytes of a frame without tags. */
const USUAL_MTU = 1500
/** Offloads that put frames together before they are seen, by the names of ethtool, and what `ethtool -K` calls them. */
const MERGING = [
  ['generic-receive-offload', 'gro'],
  ['large-receive-offload', 'lro'],
  ['rx-gro-hw', 'rx-gro-hw'],
] as const
/** These concern what is sent, or are undone by the ring. */
const HARMLESS = 'TSO and GSO concern what is sent; a VLAN tag that the card takes off is put back'
const TUNNELS = new Set([
  'tun',
  'wireguard',
  'gre',
  'gretap',
  'ipip',
  'sit',
  'ip6gre',
  'ip6tnl',
  'vxlan',
  'geneve',
  'erspan',
  'ppp',
  'vti',
  'xfrm',
])

/** Why nothing can be heard there, whatever is done to it; null where it can. */
export function unfit({ name, link, kind }: Pick<Facts, 'name' | 'link' | 'kind'>): string | null {
  if (link.type === LOOPBACK_LINK)
    return `${name} is this machine's way to itself: no plant is there. Name the interface that the mirror port is plugged into.`
  if (link.isWireless)
    return `${name} is wireless: it hears what is meant for this machine, and not what others say. Use an interface with a cable.`
  if (link.isTunnel || (kind !== null && TUNNELS.has(kind)))
    return `${name} is a tunnel (${kind ?? 'tun'}): it carries this machine's own traffic. Name the interface that the mirror port is plugged into; tunnels in what comes there are unpacked.`
  if (link.type !== ETHERNET_LINK)
    return `${name} is no Ethernet (link type ${link.type} of Linux), which is what is understood here.`
  return null
}

export function pointsOf(facts: Facts, options: Options): Point[] {
  return [
    permission(facts),
    up(facts),
    wayOut(facts),
    ...(facts.kind === null ? [] : [virtual(facts.name, facts.kind)]),
    ipv6(facts),
    arp(facts, options),
    multicast(facts),
    addresses(facts, options),
    manager(facts),
    egress(facts, options),
    offloads(facts),
    size(facts),
    listeners(facts),
  ]
}

type Commands = readonly (readonly string[])[]
const good = (what: string, says: string): Point => ({ what, state: 'good', says, commands: [] })
const note = (what: string, says: string, commands: Commands = []): Point => ({ what, state: 'note', says, commands })
const bad = (what: string, says: string, commands: Commands = []): Point => ({ what, state: 'bad', says, commands })

function permission({ refusal }: Facts): Point {
  if (refusal === null) return good('Permission', 'This process may listen.')
  return bad(
    'Permission',
    `${refusal} Run this as root, or let \`nautilus sensor open\` give the sensor a socket (docs/live-capture.md).`,
  )
}

function up({ name, link }: Facts): Point {
  const speed =
    link.speed === null ? '' : `, ${link.speed >= 1000 ? `${link.speed / 1000} Gbit/s` : `${link.speed} Mbit/s`}`
  if (!link.isUp) return bad('Link', `${name} is switched off.`, [['ip', 'link', 'set', name, 'up']])
  if (!link.hasCarrier)
    return bad('Link', `${name} has no link: look at the cable, at the other end and at the port of the switch.`)
  return good('Link', `${name} is up${speed}.`)
}

function wayOut({ name, isWayOut }: Facts): Point {
  if (!isWayOut) return good('Use', 'This machine does not reach others by it.')
  return bad(
    'Use',
    `This machine reaches others by ${name}: silenced, it would be cut off. Plug the mirror into another interface.`,
  )
}

function virtual(name: string, kind: string): Point {
  if (kind === 'bridge')
    return note('Kind', `${name} is a bridge: name its port, or frames that it does not pass on are missed.`)
  if (kind === 'vlan')
    return note('Kind', `${name} is one VLAN: name the interface below it to hear all of them, with their tags.`)
  return note('Kind', `${name} is virtual (${kind}).`)
}

function ipv6({ name, hasIpv6 }: Facts): Point {
  if (!hasIpv6) return good('IPv6', 'Off: no router solicitations, no duplicate address detection, no MLD.')
  const off = ['sysctl', '-w', `net.ipv6.conf.${name.replaceAll('.', '/')}.disable_ipv6=1`]
  return bad('IPv6', 'On: the kernel sends router solicitations, duplicate address detection and MLD by itself.', [off])
}

function arp({ name, hasArp }: Facts, { keepsAddress }: Options): Point {
  if (!hasArp) return good('ARP', 'Off: it does not answer who has an address.')
  if (keepsAddress) return note('ARP', 'On: the router that sends the mirror asks for the address and is answered.')
  return bad('ARP', 'On: it would answer whoever asks for an address of this machine.', [
    ['ip', 'link', 'set', name, 'arp', 'off'],
  ])
}

function multicast({ name, hasMulticast }: Facts): Point {
  if (!hasMulticast) return good('Multicast', 'Off: no IGMP.')
  return bad('Multicast', 'On: the kernel joins groups by itself.', [['ip', 'link', 'set', name, 'multicast', 'off']])
}

function addresses({ name, addresses }: Facts, { keepsAddress }: Options): Point {
  const all = addresses.join(', ')
  if (addresses.length === 0 && keepsAddress)
    return bad(
      'Addresses',
      `None, and a mirror that is routed needs one: \`ip address add ADDRESS/LENGTH dev ${name}\`.`,
    )
  if (addresses.length === 0) return good('Addresses', 'None: nobody can speak to it.')
  if (keepsAddress) return note('Addresses', `${all}, kept as the target of a mirror that is routed.`)
  return bad('Addresses', `It has ${all}: services of this machine answer there.`, [
    ['ip', 'address', 'flush', 'dev', name],
  ])
}

function manager({ name, isManaged }: Facts): Point {
  if (!isManaged) return good('Network manager', 'None gives it addresses.')
  return bad('Network manager', 'NetworkManager looks after it, and would undo this.', [
    ['nmcli', 'device', 'set', name, 'managed', 'no'],
  ])
}

function egress({ name, egress: state, hasNft }: Facts, { keepsAddress }: Options): Point {
  if (state === 'table') return good('Way out', 'Shut: nftables drops everything that would leave.')
  const table = tableOf(name)
  const rule = `add chain netdev ${table} silent { type filter hook egress device "${name}" priority 0; policy drop; }`
  const commands = [
    ['nft', `add table netdev ${table}`],
    ['nft', rule],
    ...(keepsAddress ? [['nft', `add rule netdev ${table} silent meta protocol arp accept`]] : []),
  ]
  if (!hasNft)
    return bad('Way out', 'Open, and nft is not installed (Debian package nftables): install it to shut it.', commands)
  return bad('Way out', 'Open: whatever program likes could send by it.', commands)
}

function offloads({ name, offloads: all }: Facts): Point {
  if (all === null) return note('Offloads', 'Not known: ethtool is not installed (Debian package ethtool).')
  const on = MERGING.filter(([what]) => all.get(what)?.isOn)
  const changeable = on.filter(([what]) => !all.get(what)?.isFixed)
  const names = on.map(([, short]) => short.toUpperCase()).join(', ')
  if (on.length === 0) return good('Offloads', `None puts frames together. ${HARMLESS}.`)
  const says = `${names}: frames are put together before they are seen; sizes and times are not those of the wire.`
  if (changeable.length === 0) return note('Offloads', `${says} The driver does not let them be switched off.`)
  return bad('Offloads', says, [['ethtool', '-K', name, ...changeable.flatMap(([, short]) => [short, 'off'])]])
}

function size({ name, link: { mtu } }: Facts): Point {
  if (mtu < USUAL_MTU)
    return bad('Size', `Frames of more than ${mtu} bytes are lost.`, [
      ['ip', 'link', 'set', name, 'mtu', `${USUAL_MTU}`],
    ])
  return note('Size', `Frames up to ${mtu} bytes; where the plant uses larger ones: \`ip link set ${name} mtu 9000\`.`)
}

function listeners({ listeners: all, link }: Facts): Point {
  if (all.length > 0) return note('Others', `Already listened to by ${all.join(', ')}.`)
  return note('Others', link.isPromiscuous ? 'Promiscuous already, by whoever set it so.' : 'Nobody else listens.')
}
