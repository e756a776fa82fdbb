import { hmi, notice, plc } from '../examples.ts'
import { noticeEnds } from '../notice-ends.ts'
import { defineRule } from '../rule.ts'
import { control } from '../wording.ts'

type State = { readonly malformedAt: number; readonly told: boolean }

const trouble = (code: 'message.malformed' | 'protocol.lost', second: number) =>
  notice({
    code,
    second,
    protocol: 'modbus',
    client: { mac: '', ip: hmi.ip },
    server: { mac: '', ip: plc.ip },
    sender: 'client',
  })

export const rule = defineRule<'notice', State>({
  id: 'decoder-blinded',
  catalogue: ['R07'],
  title: 'After a malformed message a connection can no longer be read',
  status: 'test',
  level: 'medium',
  description:
    'A message that fits no standard came, and right after it the sensor lost the thread. Who knows how sensors read may do that on purpose, to go on unseen.',
  references: ['https://attack.mitre.org/techniques/T0820/'],
  techniques: ['T0820'], // Exploitation for Evasion
  falsepositives: ['Packets that are missing in the capture', 'A device with an unusual protocol'],
  playbook: 'PB-11',
  modifiers: ['impact'],
  nature: 'rule',
  needs: [],
  settings: { seconds: { value: 120, unit: 's', says: 'from the malformed message to the loss' } },

  on: 'notice',
  keyBy: ({ notice: { code, client, server, protocol } }) =>
    (code === 'message.malformed' || code === 'protocol.lost') && client && server && control.includes(protocol ?? '')
      ? `${client.ip || client.mac}|${server.ip || server.mac}|${protocol}`
      : null,
  start: () => ({ malformedAt: Number.NEGATIVE_INFINITY, told: false }),
  step: (state, { at, notice: told }, { setting }) => {
    if (told.code === 'message.malformed') return { state: { malformedAt: at, told: false } }
    if (state.told || at - state.malformedAt > setting('seconds') * 1e6) return { state }
    const { from, to } = noticeEnds(told)
    const match = {
      summary: `After a malformed ${told.protocol} message, what ${from?.label} sends to ${to?.label} can no longer be read.`,
      source: from,
      target: to,
      protocol: told.protocol!,
    }
    return { state: { ...state, told: true }, match }
  },
  forgetAfter: 3600e6,

  examples: [
    {
      name: 'first the one, then the other',
      events: [trouble('message.malformed', 0), trouble('protocol.lost', 5)],
      fires: 1,
    },
    { name: 'lost without cause', events: [trouble('protocol.lost', 5)], fires: 0 },
    { name: 'much later', events: [trouble('message.malformed', 0), trouble('protocol.lost', 900)], fires: 0 },
  ],
})
