import { hmi, notice, plc } from '../examples.ts'
import { noticeEnds } from '../notice-ends.ts'
import { defineRule } from '../rule.ts'

const conflict = (count: number) =>
  notice({
    code: 'tcp.conflict',
    count,
    protocol: 'modbus',
    client: { mac: '', ip: hmi.ip },
    server: { mac: '', ip: plc.ip },
    sender: 'client',
  })

export const rule = defineRule({
  id: 'stream-conflict',
  catalogue: ['R05', 'R06'],
  title: 'Two different contents for the same place of a connection',
  status: 'stable',
  level: 'high',
  description:
    'A TCP segment came twice with different bytes. Networks do not do that by themselves: somebody injects data, or hides it from who watches.',
  references: ['https://attack.mitre.org/techniques/T0830/'],
  techniques: ['T0830', 'T0820'], // Adversary-in-the-Middle, Exploitation for Evasion
  falsepositives: ['A faulty network device or driver'],
  playbook: 'PB-07',
  modifiers: ['impact', 'safety'],
  nature: 'rule',
  needs: [],

  on: 'notice',
  match: ({ notice: told }) => {
    if (told.code !== 'tcp.conflict') return null
    const { from, to } = noticeEnds(told)
    return {
      summary: `${told.count} TCP ${told.count === 1 ? 'segment' : 'segments'} from ${from?.label ?? 'an unknown device'} to ${to?.label ?? 'another'} came twice with different content${told.protocol ? `, in ${told.protocol}` : ''}.`,
      source: from,
      target: to,
      ...(told.protocol ? { protocol: told.protocol } : {}),
      count: told.count,
    }
  },

  examples: [
    { name: 'three segments', events: [conflict(3)], fires: 1 },
    { name: 'a gap in the capture', events: [notice({ code: 'tcp.gap' })], fires: 0 },
  ],
})
