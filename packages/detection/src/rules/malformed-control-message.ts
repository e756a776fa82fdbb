import { notice, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { addressOf, control } from '../wording.ts'

const party = ({ ip, mac }: { readonly ip: string; readonly mac: string }) => ({ ip, mac })
const malformed = (protocol: string) =>
  notice({
    code: 'message.malformed',
    message: 'Messages could not be read.',
    protocol,
    client: party(stranger),
    server: party(plc),
    sender: 'client',
  })

export const rule = defineRule({
  id: 'malformed-control-message',
  catalogue: ['G11', 'K15', 'M11'],
  title: 'Messages of a control protocol are malformed',
  status: 'test',
  level: 'medium',
  description:
    'Lengths or headers contradict each other. Programs do not err like this: a fault in the network, a fuzzer, or an exploit.',
  references: ['https://attack.mitre.org/techniques/T0814/', 'https://attack.mitre.org/techniques/T0866/'],
  techniques: ['T0814', 'T0866'], // Denial of Service, Exploitation of Remote Services
  falsepositives: ['A device that does not keep to the standard', 'Something else that uses the port', 'Lost packets'],
  playbook: 'PB-09',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: [],

  on: 'notice',
  match: ({ notice: { code, protocol, client, server, sender, count } }) => {
    if (code !== 'message.malformed' || !protocol || !control.includes(protocol) || !client || !server) return null
    // What asks wrongly attacks; what answers wrongly may be broken.
    const [from, to] = sender === 'server' ? [server, client] : [client, server]
    const [source, target] = [addressOf(from), addressOf(to)]
    const summary = `${source.label} sent ${count} malformed message${count === 1 ? '' : 's'} of ${protocol} to ${target.label}.`
    // One may be an accident of the network.
    const level = sender === 'server' || count < 2 ? ('low' as const) : ('medium' as const)
    return { summary, source, target, protocol, count, level }
  },

  examples: [
    { name: 'a client sends nonsense', events: [malformed('modbus')], fires: 1 },
    { name: 'in a protocol of offices', events: [malformed('http')], fires: 0 },
    { name: 'another notice', events: [notice({ code: 'tcp.gap' })], fires: 0 },
  ],
})
