import { claim, connection, hmi, outsider } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

const MARK = ' (remote access)'

export const rule = defineRule({
  id: 'remote-access-tool',
  catalogue: ['P08'],
  title: 'A tool for remote access runs',
  status: 'stable',
  level: 'high',
  description:
    'The device speaks to the relay of a remote-access product: somebody outside can take its screen, past the firewall and unseen by it.',
  references: ['https://attack.mitre.org/techniques/T0822/'],
  techniques: ['T0822'], // External Remote Services
  falsepositives: ['The agreed way of a supplier for maintenance'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: [],

  on: ['claim', 'connection'],
  match: event => {
    if (event.kind === 'claim') {
      const { attribute, value } = event.sighting
      if (attribute !== 'software' || !value.endsWith(MARK) || event.who.kind === 'public') return null
      const product = cut(value.slice(0, -MARK.length))
      const summary = `${event.who.label} uses the remote-access tool ${product}.`
      return { summary, source: event.who, target: null, dedup: product }
    }
    const { client, server, connection } = event
    if (connection.protocol !== 'teamviewer' || connection.state !== 'open') return null
    const summary = `${client.label} uses TeamViewer, with ${server.label}.`
    return { summary, source: client, target: null, protocol: 'teamviewer', dedup: 'TeamViewer' }
  },

  examples: [
    { name: 'a relay', events: [claim(hmi, { attribute: 'software', value: `AnyDesk${MARK}` })], fires: 1 },
    { name: 'TeamViewer', events: [connection({ to: outsider, protocol: 'teamviewer', port: 5938 })], fires: 1 },
    { name: 'a browser', events: [claim(hmi, { attribute: 'software', value: 'Firefox 128' })], fires: 0 },
  ],
})
