import { operation, plc, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { bySafety, changesOf, changeText, told, writtenObjects } from '../wording.ts'

/** IEC 61850-7-2, 16: setting group control block, settings being edited (SE), active settings (SG). */
const setting = /\$SGCB\$(ActSG|EditSG|CnfEdit)|\$SE\$|\$SG\$/

const write = (object: string) =>
  operation({
    from: stranger,
    to: plc,
    protocol: 'mms',
    port: 102,
    verb: 'configure',
    function: { code: 'confirmed:5', name: 'write' },
    object,
    items: [{ object, access: 'write', type: 'u8', unit: null, last: [2], min: [2], max: [2] }],
  })

export const rule = defineRule({
  id: 'protection-setting-changed',
  catalogue: ['F14', 'N15'],
  title: 'A setting of a protective relay was changed',
  status: 'stable',
  level: 'critical',
  description: 'It decides when a relay trips. Wrong, it trips in normal operation, or does not when a fault burns.',
  references: ['https://attack.mitre.org/techniques/T0837/'],
  techniques: ['T0836'], // Modify Parameter
  consequences: ['T0837', 'T0879', 'T0826'], // Loss of Protection, Damage to Property, Loss of Availability
  falsepositives: ['A planned change of settings', 'A scheme that switches setting groups by the state of the grid'],
  playbook: 'PB-12',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['mms'],
  explainedBy: bySafety,

  on: 'operation',
  verbs: ['configure', 'write', 'edit'],
  protocols: ['mms'],
  match: (event, { known }) => {
    const objects = writtenObjects(event.activity).filter(object => setting.test(object))
    if (objects.length === 0) return null
    const changes = changesOf(event, known)
    const isSwitch = objects.every(object => object.includes('$ActSG'))
    const rest = changeText(changes)
    const phrase = isSwitch
      ? { past: 'switched the setting group of', infinitive: 'switch the setting group of', rest }
      : { past: 'changed protection settings of', infinitive: 'change protection settings of', rest }
    return { ...told(event, 'critical', phrase), changes }
  },

  examples: [
    { name: 'another group is made active', events: [write('IED1LD0/LLN0$SP$SGCB$ActSG')], fires: 1 },
    { name: 'a limit is edited', events: [write('IED1LD0/PTOC1$SE$StrVal$setMag$f')], fires: 1 },
    { name: 'a report is configured', events: [write('IED1LD0/LLN0$BR$brcb01$IntgPd')], fires: 0 },
  ],
})
