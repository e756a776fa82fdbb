import { connection, plc, tick, who } from '../examples.ts'
import { defineRule } from '../rule.ts'

/** By ends and port: were both sides heard? */
type State = { readonly heard: Map<string, boolean>; told: boolean }
/** Conversations that are remembered. */
const MAX_HEARD = 4096

const many = (state: 'open' | 'half', count: number) =>
  Array.from({ length: count }, (_, i) => connection({ from: who(`10.0.1.${i + 1}`), to: plc, at: i, state }))

export const rule = defineRule<'connection' | 'tick', State>({
  id: 'mirror-one-sided',
  catalogue: ['S10'],
  title: 'The sensor hears only one side of many conversations',
  status: 'test',
  level: 'medium',
  description:
    'Of many conversations only the questions or only the answers arrive: the mirror port shows one direction. Refusals, replies and values are missing, and rules that need them are blind.',
  references: ['https://www.rfc-editor.org/rfc/rfc9293'],
  techniques: [],
  falsepositives: ['Routes that differ by direction, of which the sensor sees one'],
  playbook: 'PB-11',
  modifiers: [],
  nature: 'rule',
  needs: ['connection'],
  settings: {
    conversations: { value: 10, unit: 'conversations', says: 'Of fewer nothing is said.' },
    share: { value: 0.3, unit: 'of them', says: 'So many of which only one side was heard.' },
  },

  on: ['connection', 'tick'],
  keyBy: event =>
    event.kind === 'tick' || (event.connection.transport === 'tcp' && /open|half/.test(event.connection.state))
      ? 'site'
      : null,
  start: () => ({ heard: new Map(), told: false }),
  step: (state, event, { setting }) => {
    const { heard } = state
    if (event.kind === 'connection') {
      const { client, server, connection: made } = event
      const key = `${client.id}|${server.id}|${made.port}`
      const known = heard.get(key)
      if (known === undefined && heard.size >= MAX_HEARD) return { state }
      heard.set(key, known === true || made.state === 'open')
      return { state }
    }
    const half = [...heard.values()].filter(both => !both).length
    if (state.told || heard.size < setting('conversations') || half < heard.size * setting('share')) return { state }
    state.told = true
    const summary = `Of ${half} of ${heard.size} conversations only one side was heard. Mirror both directions (rx and tx) of each port.`
    return { state, match: { summary, source: null, target: null } }
  },
  forgetAfter: 86_400e6,

  examples: [
    { name: 'half of them', events: [...many('half', 12), tick(60)], fires: 1 },
    { name: 'both sides of all', events: [...many('open', 12), tick(60)], fires: 0 },
    { name: 'three conversations', events: [...many('half', 3), tick(60)], fires: 0 },
  ],
})
