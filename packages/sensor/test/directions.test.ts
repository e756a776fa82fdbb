// Who is the client of what nobody was asked for.
import { expect, test } from 'vitest'
import { datagram, frameOf, sense } from './wire.ts'

const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))

/** An ICMPv6 packet of a host to a group (RFC 8200, section 3). */
function toGroup(group: string, message: Uint8Array): Uint8Array {
  const [source, target] = ['fe80000000000000000000000000000a', group]
  const header = `6000 0000 ${message.length.toString(16).padStart(4, '0')} 3a ff ${source} ${target}`
  return Uint8Array.from([...bytes(`3333 0000 0002 02 00 00 00 00 0a 86dd ${header}`), ...message])
}

test('a host that looks for routers, or joins a group, does it to the group', () => {
  const routers = 'ff020000000000000000000000000002'
  const listeners = 'ff020000000000000000000000000016'
  const { activities, sightings } = sense([
    toGroup(routers, bytes('85 00 0000 00000000 01 01 02000000000a')),
    toGroup(listeners, bytes('8f 00 0000 0000 0001 04000000 ff0200000000000000000000000000fb')),
  ])
  expect(activities.map(({ client, server, function: { name } }) => [client.ip, server.ip, name])).toEqual([
    ['fe80::a', 'ff02::2', 'router solicitation'],
    ['fe80::a', 'ff02::16', 'multicast listener report v2'],
  ])
  const told = sightings.filter(({ attribute, source }) => attribute === 'address' && source.startsWith('icmp'))
  expect(told.map(({ party, value }) => [party.ip, value])).toEqual([['fe80::a', '02:00:00:00:00:0a']])
})

test('IGMP: who subscribes is the client of the group', () => {
  const { activities } = sense([frameOf('client', 2, bytes('16 00 fa3f ef c0 00 01'), 1)])
  expect(activities.map(({ client, verb }) => [client.ip, verb])).toEqual([['10.0.0.1', 'subscribe']])
})

test('a BACnet device that announces itself to one other is what that one may ask', () => {
  // It speaks first, so the flow is its own; I-Am of device 4711 (ASHRAE 135, 16.10).
  const iAm = bytes('81 0a 0014 01 00 10 00 c4 02001267 22 05c4 91 03 21 08')
  const whoIs = bytes('81 0a 0008 01 00 10 08')
  const { activities, sightings } = sense([datagram('client', 47_808, iAm, 1), datagram('server', 47_808, whoIs, 2)])
  const told = activities.map(({ client, server, function: { name } }) => `${client.ip} ${server.ip} ${name}`)
  expect(told.sort()).toEqual(['10.0.0.2 10.0.0.1 i-Am', '10.0.0.2 10.0.0.1 who-Is'])
  const named = sightings.filter(({ attribute }) => attribute === 'session')
  expect(named.map(({ party, value }) => [party.ip, value])).toEqual([['10.0.0.1', 'BACnet device,4711']])
})
