import type { WindowVerdict } from '@nautilus/model'
import { finding, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { changing } from '../wording.ts'

const verdict = (kind: WindowVerdict['kind']): WindowVerdict => ({
  kind,
  order: 'WO-7',
  dimensions: { asset: true, verb: false, source: true, tool: null, time: true },
})
const deed = (kind: WindowVerdict['kind'], verb: 'download' | 'read' = 'download') =>
  finding('program-download', { source: station, target: plc, verb, window: verdict(kind) })

export const rule = defineRule({
  id: 'maintenance-impostor',
  catalogue: ['T02'],
  title: 'Somebody used open work as a cover',
  status: 'test',
  level: 'high',
  description:
    'While a work order was open, something was done that it does not cover: by another source, with another tool, to another device, or of another kind. Whoever knows of planned work can hide behind it.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: ['T0859'], // Valid Accounts
  consequences: ['T0843', 'T0831'], // Program Download, Manipulation of Control
  falsepositives: ['Work that became more than was ordered', 'A second laptop that nobody wrote into the order'],
  playbook: 'PB-01',
  modifiers: ['impact'],
  nature: 'rule',
  needs: [],

  on: 'finding',
  match: ({ source, target, finding: { window, verb, title } }) => {
    if (window.kind !== 'impostor' || source === null || target === null) return null
    if (verb === null || !(changing.includes(verb) || verb === 'upload')) return null
    const { asset, verb: deed, source: who, tool } = window.dimensions
    const wrong = [
      ...(asset === false ? ['the device'] : []),
      ...(deed === false ? ['what was done'] : []),
      ...(who === false ? ['the source'] : []),
      ...(tool === false ? ['the tool'] : []),
    ]
    return {
      summary: `While work order ${window.order} was open, ${source.label} worked on ${target.label} (“${title}”), which it does not cover: ${wrong.join(' and ')} ${wrong.length > 1 ? 'do' : 'does'} not fit.`,
      source,
      target,
      dedup: window.order ?? '',
    }
  },

  examples: [
    { name: 'another deed than was ordered', events: [deed('impostor')], fires: 1 },
    { name: 'as ordered', events: [deed('covered')], fires: 0 },
    { name: 'nothing was ordered', events: [deed('none')], fires: 0 },
    { name: 'somebody reads', events: [deed('impostor', 'read')], fires: 0 },
  ],
})
