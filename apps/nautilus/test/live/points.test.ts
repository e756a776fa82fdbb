// What the facts of an interface mean, without an interface: those that no test machine has among them.
import { expect, test } from 'vitest'
import { typed } from '../../src/silence/check.ts'
import type { Facts } from '../../src/silence/facts.ts'
import { pointsOf, unfit } from '../../src/silence/points.ts'
import { inside } from '../program.ts'

const link: Facts['link'] = {
  isUp: true,
  hasCarrier: true,
  isPromiscuous: false,
  type: 1,
  isWireless: false,
  isTunnel: false,
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  speed: 1000,
  sent: 0,
}
const silent: Facts = {
  name: 'eth1',
  link,
  kind: null,
  hasArp: false,
  hasMulticast: false,
  hasIpv6: false,
  addresses: [],
  isWayOut: false,
  offloads: new Map(),
  listeners: [],
  egress: 'table',
  hasNft: true,
  isManaged: false,
  isRoot: true,
  refusal: null,
}
const closed = { keepsAddress: false }
const wrong = (facts: Partial<Facts>, options = closed) =>
  pointsOf({ ...silent, ...facts }, options).filter(({ state }) => state === 'bad')

test('an interface that is silent has nothing wrong', () => {
  expect(wrong({})).toEqual([])
  expect(unfit(silent)).toBeNull()
})

test.each<[Partial<Facts>, RegExp]>([
  [{ link: { ...link, type: 772 } }, /this machine's way to itself/],
  [{ link: { ...link, isWireless: true } }, /is wireless: it hears what is meant for this machine/],
  [{ link: { ...link, isTunnel: true } }, /is a tunnel \(tun\)/],
  [{ kind: 'wireguard', link: { ...link, type: 65_534 } }, /is a tunnel \(wireguard\)/],
  [{ kind: 'erspan' }, /is a tunnel \(erspan\)/],
  [{ link: { ...link, type: 280 } }, /is no Ethernet \(link type 280 of Linux\)/],
])('where no plant can be heard is refused: %#', (facts, sentence) => {
  expect(unfit({ ...silent, ...facts })).toMatch(sentence)
})

const egress =
  'add chain netdev nautilus_eth1 silent { type filter hook egress device "eth1" priority 0; policy drop; }'

test.each<[string, Partial<Facts>, string[]]>([
  ['Permission', { refusal: 'eth1 cannot be listened to.' }, []],
  ['Link', { link: { ...link, isUp: false } }, ['ip link set eth1 up']],
  ['Link', { link: { ...link, hasCarrier: false } }, []],
  ['Use', { isWayOut: true }, []],
  ['IPv6', { hasIpv6: true }, ['sysctl -w net.ipv6.conf.eth1.disable_ipv6=1']],
  ['ARP', { hasArp: true }, ['ip link set eth1 arp off']],
  ['Multicast', { hasMulticast: true }, ['ip link set eth1 multicast off']],
  ['Addresses', { addresses: ['10.0.0.1/24'] }, ['ip address flush dev eth1']],
  ['Network manager', { isManaged: true }, ['nmcli device set eth1 managed no']],
  ['Way out', { egress: 'none' }, [`nft 'add table netdev nautilus_eth1'`, `nft '${egress}'`]],
  ['Way out', { egress: 'unknown', hasNft: false }, [`nft 'add table netdev nautilus_eth1'`, `nft '${egress}'`]],
  ['Size', { link: { ...link, mtu: 576 } }, ['ip link set eth1 mtu 1500']],
])('%s, where it is wrong, has its commands', (what, facts, commands) => {
  const points = wrong(facts)
  expect(points.map(point => point.what)).toEqual([what])
  expect(points[0]!.commands.map(typed)).toEqual(commands)
  expect(points[0]!.says).toMatch(/\.$/)
})

test('what puts frames together is switched off, where it can be', () => {
  const on = { isOn: true, isFixed: false }
  const offloads = new Map([
    ['generic-receive-offload', on],
    ['large-receive-offload', { isOn: true, isFixed: true }],
    ['tcp-segmentation-offload', on],
  ])
  expect(wrong({ offloads }).map(({ commands }) => commands.map(typed))).toEqual([['ethtool -K eth1 gro off']])
  expect(wrong({ offloads: null })).toEqual([])
})

test('the target of a routed mirror keeps its address and answers ARP, and nothing else', () => {
  const target = { addresses: ['10.0.0.1/24'], hasArp: true, egress: 'none' } as const
  const points = wrong(target, { keepsAddress: true })
  expect(points.map(({ what }) => what)).toEqual(['Way out'])
  expect(points[0]!.commands.map(typed).at(-1)).toBe(
    `nft 'add rule netdev nautilus_eth1 silent meta protocol arp accept'`,
  )
  expect(wrong({}, { keepsAddress: true }).map(({ what }) => what)).toEqual(['Addresses'])
})

test.each([
  [['sensor'], 'say what: `nautilus sensor check eth1`'],
  [['sensor', 'chek'], 'sensor has no chek; did you mean sensor check?'],
  [['sensor', 'check'], 'Name the interface: `nautilus sensor check eth1`.'],
  [['sensor', 'check', 'lo', 'more'], 'sensor check looks at one interface; leave out more.'],
  [['sensor', 'check', 'lo'], "lo is this machine's way to itself"],
  [['sensor', 'check', 'nowhere9'], 'There is no interface nowhere9;'],
  [['sensor', 'open', 'eth1'], 'Say what to start after `--`'],
  [['sensor', 'open', '--', 'true'], 'Name an interface'],
  [['sensor', 'open', 'nowhere9', '--', 'true'], 'There is no interface nowhere9; `ip -brief link` lists them.'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, err } = await inside(args)
  expect(err).toContain(sentence)
  expect(code).toBe(2)
})
