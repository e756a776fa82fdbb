import { connection, hmi, outsider, plc, station, stranger } from '../examples.ts'
import { isController, isPlant, remoteControl } from '../remote.ts'
import { defineRule } from '../rule.ts'

const desktop = connection({
  from: stranger,
  to: station,
  protocol: 'rdp',
  port: 3389,
  bytes: { client: 9e3, server: 9e4 },
})

export const rule = defineRule({
  id: 'remote-control-into-plant',
  catalogue: ['P06', 'P07'],
  title: 'A screen or a shell of the plant was opened over the network',
  status: 'stable',
  level: 'medium',
  description:
    'Who has the screen of an HMI, of an engineering station or a shell on a controller can do all that stands there can do.',
  references: ['https://attack.mitre.org/techniques/T0886/'],
  techniques: ['T0886'], // Remote Services
  falsepositives: ['The agreed way of administration'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['rdp', 'ssh', 'vnc', 'telnet', 'ftp'],
  explainedBy: [{ rule: 'password-guessing', same: 'pair' }],

  on: 'connection',
  match: ({ client, server, connection: { protocol, state, bytes } }, { site, known }) => {
    if (protocol === null || state !== 'open' || bytes.server === 0 || !isPlant(server)) return null
    const isFiles = protocol === 'ftp'
    if (!remoteControl.includes(protocol) && !(isFiles && isController(server))) return null
    if (site.listed(client, 'engineering') || site.listed(client, 'remote access')) return null
    if (known.link({ client, server, protocol }) !== null) return null
    const outside = client.kind === 'public'
    const isNews = known.taught
    return {
      summary: `${client.label} opened ${protocol} to ${server.label}${server.role === null ? '' : `, ${server.role}`}${outside ? ', from a public address' : ''}.`,
      source: client,
      target: server,
      protocol,
      level: outside ? 'critical' : isNews || isController(server) ? 'high' : 'medium',
      ...(isNews ? { baseline: 'The two were never seen to do so.' } : {}),
    }
  },

  examples: [
    { name: 'a stranger takes the screen', events: [desktop], fires: 1 },
    { name: 'from outside', events: [{ ...desktop, client: outsider }], fires: 1 },
    { name: 'it was always so', learned: [desktop], events: [desktop], fires: 0 },
    { name: 'nobody answered', events: [connection({ to: plc, port: 22, state: 'refused' })], fires: 0 },
    { name: 'the HMI reads', events: [connection({ from: hmi, to: plc })], fires: 0 },
  ],
})
