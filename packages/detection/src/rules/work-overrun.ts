import type { WindowVerdict } from '@nautilus/model'
import { finding, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing } from '../wording.ts'

const deed = (kind: WindowVerdict['kind']) =>
  finding('program-download', {
    source: station,
    target: plc,
    verb: 'download',
    window: { kind, order: 'WO-7', dimensions: { asset: true, verb: true, source: true, tool: null, time: false } },
  })

export const rule = defineRule({
  id: 'work-overrun',
  catalogue: ['T12'],
  title: 'Work went on after its time was over',
  status: 'test',
  level: 'medium',
  description:
    'The work order fits in all but its time. Work takes longer than was planned, or a session that was left open is used by somebody else.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: ['T0859'], // Valid Accounts
  falsepositives: ['Work that takes longer, and whose order nobody extended'],
  playbook: 'PB-01',
  modifiers: ['impact'],
  nature: 'rule',
  needs: [],

  on: 'finding',
  match: ({ source, target, finding: { window, verb, title } }) => {
    if (window.kind !== 'overrun' || source === null || target === null) return null
    if (verb === null || !(changing.includes(verb) || verb === 'upload')) return null
    return {
      summary: `The time of work order ${window.order} was over when ${source.label} still worked on ${target.label} (“${title}”).`,
      source,
      target,
      dedup: window.order ?? '',
    }
  },

  examples: [
    { name: 'an hour later', events: [deed('overrun')], fires: 1 },
    { name: 'in time', events: [deed('covered')], fires: 0 },
    { name: 'nothing was ordered', events: [deed('none')], fires: 0 },
  ],
})
