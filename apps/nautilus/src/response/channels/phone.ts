// Nothing here can speak: the number is on the call sheet, and somebody calls.
import type { Adapter } from './adapter.ts'
import { numberField } from './fields.ts'

export const phone: Adapter = {
  kind: 'phone',
  channel: 'phone',
  fields: [numberField],
  shown: to => to.number ?? '',
  send: async ({ to }) => ({ kind: 'by-hand', why: `Call by hand: ${to.number ?? 'no number is known'}` }),
}
