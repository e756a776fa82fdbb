import { operation, plc, station } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, controlBut, told } from '../wording.ts'
import { isFile } from '../wording-program.ts'

const block = operation({
  from: station,
  to: plc,
  protocol: 's7comm',
  port: 102,
  verb: 'delete',
  function: { code: 'job:28', name: 'PI service' },
  object: 'FB7, FC8',
  detail: { service: '_DELE', meaning: 'delete block' },
})

export const rule = defineRule({
  id: 'logic-deleted',
  catalogue: ['E04', 'H05', 'E16'],
  title: 'A program, block or task was deleted in a controller',
  status: 'stable',
  level: 'high',
  description:
    'The controller lacks from now on what was deleted. It stops at the next call, or no longer does what it should.',
  references: ['https://attack.mitre.org/techniques/T0809/'],
  techniques: ['T0809'], // Data Destruction
  consequences: ['T0826', 'T0827'], // Loss of Availability, Loss of Control
  falsepositives: ['An engineer removes unused blocks during a planned change'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: byDownload,

  on: 'operation',
  verbs: ['delete'],
  // BACnet objects and OPC UA nodes have rules of their own.
  protocols: controlBut('bacnet', 'bacnet-ethernet', 'opcua', 'dnp3', 'iec104'),
  match: (event, { site }) =>
    isFile(event) ? null : told(event, 'high', { past: 'deleted logic in', infinitive: 'delete logic in' }, site),

  examples: [
    { name: 'blocks are deleted', events: [block], fires: 1 },
    {
      name: 'a task is deleted',
      events: [
        operation({
          from: station,
          protocol: 'enip',
          port: 44818,
          verb: 'delete',
          function: { code: '0x09', name: 'delete' },
          object: 'task/9',
        }),
      ],
      fires: 1,
    },
    {
      name: 'a file is deleted, which is another rule',
      events: [
        operation({
          from: station,
          protocol: 'mms',
          port: 102,
          verb: 'delete',
          function: { code: 'confirmed:76', name: 'file delete' },
          object: 'COMTRADE/1.cfg',
        }),
      ],
      fires: 0,
    },
  ],
})
