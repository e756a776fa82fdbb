import type { Who } from '../event.ts'
import { operation, otherPlc, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

type State = { readonly by: Who | null; readonly dataSet: string; readonly revision: string; readonly flags: string }

const goose = (from: Who, revision: number, at = 0, more: Readonly<Record<string, string>> = {}) =>
  operation({
    from: otherPlc,
    to: from,
    protocol: 'goose',
    port: 0,
    verb: 'report',
    function: { code: '0x61', name: 'GOOSE' },
    object: 'IED1LD0/LLN0$GO$gcb01',
    detail: { appid: '0x3001', dataSet: 'IED1LD0/LLN0$Dataset1', state: 1, revision, ...more },
    at,
  })

export const rule = defineRule({
  id: 'process-bus-publisher-changed',
  catalogue: ['N17', 'N18', 'N19'],
  title: 'Somebody else sends the GOOSE messages or sampled values of a device',
  status: 'test',
  level: 'high',
  description:
    'Each stream of a substation has one sender and one data set. A second sender is an intruder or a doubled configuration; another revision or a test flag is a change that the receivers may not follow.',
  references: ['https://attack.mitre.org/techniques/T0848/', 'https://attack.mitre.org/techniques/T0856/'],
  techniques: ['T0848', 'T0856'], // Rogue Master, Spoof Reporting Message
  consequences: ['T0831', 'T0837'], // Manipulation of Control, Loss of Protection
  falsepositives: ['A relay was replaced', 'A planned change of the configuration', 'A test with a test set'],
  playbook: 'PB-07',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['goose', 'sampled-values'],

  on: 'operation',
  verbs: ['report'],
  protocols: ['goose', 'sampled-values'],
  keyBy: ({ protocol, activity: { object, detail } }) =>
    object === '' ? null : `${protocol}|${object}|${detail?.appid}`,
  start: (): State => ({ by: null, dataSet: '', revision: '', flags: '' }),
  step: (before, { server, protocol, verb, activity: { object, detail } }) => {
    const flags = ['simulation', 'needs commissioning'].filter(flag => detail?.[flag] === 'yes').join(' and ')
    const state = {
      by: server,
      dataSet: String(detail?.dataSet ?? ''),
      revision: String(detail?.revision ?? ''),
      flags,
    }
    const common = { target: null, protocol, verb }
    const stream = cut(object)
    if (before.by && before.by.id !== server.id && before.by.mac !== server.mac) {
      const summary = `${server.label} sends ${stream}, which ${before.by.label} sent.`
      return { state, match: { ...common, summary, source: server, level: 'critical', dedup: object } }
    }
    if (before.by && (before.revision !== state.revision || before.dataSet !== state.dataSet)) {
      const summary = `${server.label} sends ${stream} with another configuration: revision ${state.revision} after ${before.revision}.`
      const changes = [{ object: 'revision', before: before.revision, after: state.revision }]
      return { state, match: { ...common, summary, source: server, dedup: `configuration ${object}`, changes } }
    }
    if (flags === '' || flags === before.flags) return { state }
    const summary = `${server.label} sends ${stream} marked as ${flags}: receivers may ignore it.`
    return { state, match: { ...common, summary, source: server, level: 'medium', dedup: `flag ${object}` } }
  },
  forgetAfter: 90 * 86_400e6,

  examples: [
    { name: 'a second sender', events: [goose(plc, 1), goose(stranger, 1, 60)], fires: 1 },
    { name: 'another revision', events: [goose(plc, 1), goose(plc, 2, 60)], fires: 1 },
    { name: 'marked as a simulation', events: [goose(plc, 1), goose(plc, 1, 60, { simulation: 'yes' })], fires: 1 },
    { name: 'as always', events: [goose(plc, 1), goose(plc, 1, 60)], fires: 0 },
  ],
})
