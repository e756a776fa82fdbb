import type { OperationEvent } from '../event.ts'
import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { byDownload, control, told } from '../wording.ts'
import { isFile } from '../wording-program.ts'

const writes = /write|store|download|obtain|rename|copy|new|create|change|initiate partial write/i
const reads = /read|open|close|directory|search|list|information|upload|abort|index|select/i

/** Is a file of the device changed? Its opening counts where it says that it is for writing. */
function changesFile({
  protocol,
  verb,
  activity: { function: fn, detail },
}: OperationEvent): 'changed' | 'deleted' | null {
  if (verb === 'delete' || detail?.command === 'delete file') return 'deleted'
  if (protocol === 'iec104') return fn.code === '125' ? 'changed' : null
  if (detail?.mode === 'write' || detail?.mode === 'append') return 'changed'
  if (writes.test(fn.name) && !reads.test(fn.name.replace(/file/i, ''))) return 'changed'
  return null
}

const bacnet = operation({
  from: stranger,
  to: plc,
  protocol: 'bacnet',
  port: 47_808,
  verb: 'file',
  function: { code: 'confirmed:7', name: 'atomicWriteFile' },
  object: 'file,0',
})
const dnp3 = operation({
  from: stranger,
  to: plc,
  protocol: 'dnp3',
  port: 20_000,
  verb: 'file',
  function: { code: '25', name: 'open file' },
  object: '4/file/./fw.bin',
  detail: { master: 3, mode: 'write', size: 9 },
})
const mms = operation({
  from: stranger,
  to: plc,
  protocol: 'mms',
  port: 102,
  verb: 'delete',
  function: { code: 'confirmed:76', name: 'file delete' },
  object: 'COMTRADE/1.cfg',
})

export const rule = defineRule({
  id: 'device-file-changed',
  catalogue: ['L07', 'G16', 'M06', 'N14'],
  title: 'A file of a device was written or deleted',
  status: 'stable',
  level: 'high',
  description: 'Files of controllers and relays hold their configuration, their program, their records of faults.',
  references: ['https://attack.mitre.org/techniques/T0889/', 'https://attack.mitre.org/techniques/T0809/'],
  techniques: ['T0889', 'T0809'], // Modify Program, Data Destruction
  consequences: ['T0826', 'T0831'], // Loss of Availability, Manipulation of Control
  falsepositives: ['A configuration tool', 'A centre that deletes fault records after it fetched them'],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: [],
  explainedBy: byDownload,

  on: 'operation',
  verbs: ['file', 'delete'],
  protocols: control,
  match: (event, { known, site }) => {
    if (event.verb === 'delete' && !isFile(event)) return null
    const what = changesFile(event)
    if (what === null) return null
    const { client, server, protocol, verb, activity } = event
    const isHabit = known.spoken({ client, server, protocol, verb, code: activity.function.code }) !== null
    if (known.taught && isHabit) return null
    const phrase =
      what === 'deleted'
        ? { past: 'deleted a file of', infinitive: 'delete a file of' }
        : { past: 'wrote a file of', infinitive: 'write a file of' }
    return told(event, protocol.startsWith('modbus') ? 'medium' : 'high', phrase, site)
  },

  examples: [
    { name: 'a file is written', events: [bacnet], fires: 1 },
    { name: 'a file is opened for writing', events: [dnp3], fires: 1 },
    { name: 'a file is deleted', events: [mms], fires: 1 },
    {
      name: 'a file record',
      events: [operation({ from: stranger, verb: 'file', function: { code: '21', name: 'write file record' } })],
      fires: 1,
    },
    {
      name: 'files are read',
      events: [
        operation({ verb: 'file', function: { code: '20', name: 'read file record' } }),
        { ...bacnet, activity: { ...bacnet.activity, function: { code: 'confirmed:6', name: 'atomicReadFile' } } },
        { ...dnp3, activity: { ...dnp3.activity, detail: { master: 3, mode: 'read' } } },
      ],
      fires: 0,
    },
  ],
})
