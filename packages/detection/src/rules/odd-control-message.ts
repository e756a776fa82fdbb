import { notice, plc, stranger } from '../examples.ts'
import { type Mark, remember, sumOf } from '../recent.ts'
import { defineRule } from '../rule.ts'
import { addressOf, control, cut } from '../wording.ts'

const party = ({ ip, mac }: { readonly ip: string; readonly mac: string }) => ({ ip, mac })
const odd = (fault: string, second = 0, protocol = 'dnp3') =>
  notice({
    code: 'message.odd',
    message: 'Messages contradict their standard inside.',
    client: party(stranger),
    server: party(plc),
    sender: 'client',
    ...{ protocol, fault, second },
  })

export const rule = defineRule<'notice', readonly Mark[]>({
  id: 'odd-control-message',
  catalogue: ['G15', 'M11', 'N17', 'R02'],
  title: 'Messages of a control protocol contradict their standard',
  status: 'experimental',
  level: 'low',
  description:
    'The frame is right, and inside a field is missing, reserved or out of its range. Some devices take such liberties all their life. A sender with several kinds of such faults tries what the other side bears.',
  references: ['https://attack.mitre.org/techniques/T0814/', 'https://attack.mitre.org/techniques/T0866/'],
  techniques: ['T0814', 'T0866'], // Denial of Service, Exploitation of Remote Services
  falsepositives: [
    'A device that does not keep to the standard',
    'A version of the standard that this sensor does not know',
  ],
  playbook: 'PB-09',
  modifiers: ['safety'],
  nature: 'rule',
  needs: [],
  settings: {
    kinds: { value: 3, unit: 'kinds', says: 'so many different faults of one sender are no habit of a device' },
    seconds: { value: 3600, unit: 's', says: 'within so long' },
  },
  explainedBy: [{ rule: 'malformed-control-message', same: 'pair' }],

  on: 'notice',
  keyBy: ({ notice: { code, protocol, client, server, sender } }) =>
    code === 'message.odd' && protocol && control.includes(protocol) && client && server
      ? `${client.ip}|${client.mac}|${server.ip}|${server.mac}|${protocol}|${sender}`
      : null,
  start: () => [],
  step: (marks, { at, notice: { protocol, client, server, sender, fault = '', count } }, { setting }) => {
    const state = remember(marks, { at, what: fault, count }, setting('seconds') * 1e6)
    const faults = [...new Set(state.map(({ what }) => what))].sort()
    const [from, to] = sender === 'server' ? [server!, client!] : [client!, server!]
    const [source, target] = [addressOf(from), addressOf(to)]
    const times = sumOf(state)
    const tries = sender !== 'server' && faults.length >= setting('kinds')
    return {
      state,
      match: {
        summary: `${source.label} sent ${times} message${times === 1 ? '' : 's'} of ${protocol} to ${target.label} that contradict the standard (${cut(faults.join(', '))}).`,
        source,
        target,
        ...(protocol ? { protocol } : {}),
        count,
        level: tries ? 'medium' : 'low',
      },
    }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'one kind of fault', events: [odd('dnp3.cut-object')], fires: 1 },
    {
      name: 'several kinds',
      events: [odd('dnp3.cut-object'), odd('dnp3.range', 5), odd('dnp3.qualifier', 9)],
      fires: 3,
    },
    { name: 'in a protocol of offices', events: [odd('http.header', 0, 'http')], fires: 0 },
    { name: 'another notice', events: [notice({ code: 'tcp.gap' })], fires: 0 },
  ],
})
