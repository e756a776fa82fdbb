import { historian, networkSwitch, tablet } from '../plant/cast.ts'
import { Connection } from '../plant/connection.ts'
import type { Host, Network } from '../plant/network.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { text } from '../wire/bytes.ts'
import { DHCP, dhcpAnswer, dhcpAsk, type Lease } from '../wire/dhcp.ts'
import { BROADCAST, ipBytes } from '../wire/ethernet.ts'
import { udpFrame } from '../wire/udp.ts'

const EVERYONE = Uint8Array.of(255, 255, 255, 255)
const NOBODY = new Uint8Array(4)
const EVERY = 15 * SECOND
const PAGE = 8080

/** Discover, offer, request, acknowledge: RFC 2131, 3.1. The server is the switch. */
function* lease(network: Network, host: Host, ip: Uint8Array): Script {
  const server = network.host(networkSwitch)
  const wanted: Lease = { mac: host.mac, name: tablet.name, transaction: host.random.u32(), ip, server: server.ip }
  const asking = { ...host.routeTo(server), from: { mac: host.mac, ip: NOBODY }, to: { mac: BROADCAST, ip: EVERYONE } }
  const answering = { ...server.routeTo(host), to: { mac: BROADCAST, ip: EVERYONE } }
  for (const [asked, answered] of [
    [DHCP.discover, DHCP.offer],
    [DHCP.request, DHCP.acknowledge],
  ] as const) {
    network.send(udpFrame({ ...asking, id: host.random.between(1, 65_535) }, [68, 67], dhcpAsk(asked, wanted)))
    yield host.random.between(2_000, 20_000)
    network.send(udpFrame({ ...answering, id: host.random.between(1, 65_535) }, [67, 68], dhcpAnswer(answered, wanted)))
    yield host.random.between(2_000, 20_000)
  }
  host.ip.set(ip)
}

/** An operator's tablet gets an address and looks at trends; `moves` says that it gets another one on the way. */
export function* operatorTablet(world: World, moves: boolean): Script {
  const { network, random } = world
  const own = random.fork('tablet')
  const host = network.host(tablet)
  yield 3 * SECOND
  yield* lease(network, host, ipBytes(tablet.ip))
  const middle = world.window.start + (world.window.seconds * SECOND) / 2
  let moved = !moves
  for (let round = 0; ; round++) {
    if (!moved && world.scheduler.now >= middle) {
      moved = true
      yield* lease(network, host, ipBytes('10.20.0.151'))
    }
    yield* look(network, host, round)
    yield EVERY + own.between(-200_000, 200_000)
  }
}

function* look(network: Network, host: Host, round: number): Script {
  const connection = new Connection(network, host, network.host(historian), PAGE)
  yield* connection.connect()
  connection.send(
    'client',
    text(`GET /trend?n=${round % 4} HTTP/1.1\r\nHost: hist-01\r\nUser-Agent: Trends/3.1\r\n\r\n`),
  )
  yield host.random.between(20_000, 80_000)
  connection.send('server', text('HTTP/1.1 200 OK\r\nServer: HistWeb/2.0\r\nContent-Length: 2\r\n\r\nok'))
  yield host.random.between(5_000, 20_000)
  yield* connection.close()
}
