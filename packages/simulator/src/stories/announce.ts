import { cast, type Device, filtration, networkSwitch, pumping } from '../plant/cast.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import type { World } from '../plant/world.ts'
import { type Address, macBytes } from '../wire/ethernet.ts'
import { type Announcement, CAPABILITY, ETHERNET_STATUS, lldpFrame, profinetChassis } from '../wire/lldp.ts'

/** A switch's ports have the addresses after its own. */
function switchPort(address: Address, plug: number): Announcement {
  const port = address.mac.slice()
  port[5] = port[5]! + plug
  return {
    port,
    chassis: { kind: 'mac' },
    portId: { kind: 'interface', name: `1/${plug}` },
    lifetime: 120,
    portDescription: `Port 1/${plug}, 100 Mbit/s copper`,
    systemName: networkSwitch.name,
    systemDescription: `Hirschmann Railswitch ${networkSwitch.model} SW: ${networkSwitch.firmware}`,
    capabilities: CAPABILITY.bridge,
    specific: [ETHERNET_STATUS],
  }
}

function s7Port(device: Device): Announcement {
  const port = macBytes(device.mac)
  return {
    port,
    chassis: { kind: 'local', name: device.name },
    portId: { kind: 'local', name: 'port-001' },
    lifetime: 20,
    portDescription: 'Siemens, SIMATIC S7, Ethernet Port, X2 P1',
    systemName: device.name,
    systemDescription: `Siemens, SIMATIC S7, CPU-300, ${device.model}, HW: 5, FW: ${device.firmware}`,
    capabilities: CAPABILITY.station,
    specific: [profinetChassis(port), ETHERNET_STATUS],
  }
}

function* announce(world: World, device: Device, said: readonly Announcement[], every: number): Script {
  const random = world.random.fork(`lldp ${device.name}`)
  const host = world.network.host(device)
  for (;;) {
    for (const announcement of said) {
      world.network.send(lldpFrame(host, announcement))
      yield random.between(200, 2_000)
    }
    yield every * SECOND + random.between(-40_000, 40_000)
  }
}

/** LLDP: the switch on the ports that controllers are plugged into, every half minute; PROFINET devices every 5 s. */
export function startAnnouncements(world: World): void {
  const address = world.network.host(networkSwitch)
  const plugs = cast.filter(device => device.role === 'controller').map(device => switchPort(address, device.plug))
  world.scheduler.start(announce(world, networkSwitch, plugs, 30), 150_000)
  for (const [i, device] of [filtration, pumping].entries()) {
    world.scheduler.start(announce(world, device, [s7Port(device)], 5), 700_000 + i * 1_300_000)
  }
}
