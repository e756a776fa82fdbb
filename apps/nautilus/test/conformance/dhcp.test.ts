// DHCP: message types, and whose hardware address they are of.
import { comparePlainly, office, type Stated } from './plain.ts'

const ASKED: Readonly<Record<string, string>> = { 2: '1', 6: '3', 11: '10', 12: '10', 13: '10' }

const theirs = ([type = '', mac = '', yours = '', name = '']: readonly string[]): Stated[] => {
  const informed = type === '5' && yours === '0.0.0.0'
  const key = type === '5' ? (informed ? '8' : '3') : (ASKED[type] ?? type)
  const asks = ['1', '3', '8', '10'].includes(type)
  return [
    {
      key,
      role: asks ? 'request' : 'reply',
      error: type === '6',
      facts: [`mac ${mac}`, `name ${name}`, `address ${yours}`],
    },
  ]
}

type Message = { readonly mac: string; readonly yourIp: string; readonly options: ReadonlyMap<number, Uint8Array> }

comparePlainly({
  protocol: 'dhcp',
  captures: office('dhcp'),
  filter: 'dhcp',
  fields: ['dhcp.option.dhcp', 'dhcp.hw.mac_addr', 'dhcp.ip.your', 'dhcp.option.hostname'],
  theirs,
  ours: ({ mac, yourIp, options }: Message) => [
    `mac ${mac}`,
    `name ${Buffer.from(options.get(12) ?? []).toString('latin1')}`,
    `address ${yourIp || '0.0.0.0'}`,
  ],
})
