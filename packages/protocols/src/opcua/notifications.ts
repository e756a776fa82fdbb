// What a subscription sends: OPC 10000-4, clause 7.25.
import { addStatus, addValue, type Draft } from './draft.ts'
import { readDataValue, readVariant } from './variant.ts'
import type { Extension, Wire } from './wire.ts'

const DATA_CHANGE = 'i=811'
const EVENTS = 'i=916'
const STATUS_CHANGE = 'i=820'

/** The reader stands wherever the caller puts it back to. */
export function readNotification(wire: Wire, { type, start }: Extension, draft: Draft): void {
  wire.at = start
  if (type === DATA_CHANGE) {
    wire.each(() => {
      const handle = wire.u32le()
      addValue(draft, handle, readDataValue(wire))
    })
    return
  }
  if (type === EVENTS) readEvents(wire, draft)
  else if (type === STATUS_CHANGE) addStatus(draft, wire.u32le())
}

/** Fields in the order of the select clauses of the monitored item's filter. */
function readEvents(wire: Wire, draft: Draft): void {
  const count = wire.each(() => {
    const handle = wire.u32le()
    wire.each(field => addValue(draft, handle, readVariant(wire), `event[${field}]`))
  })
  draft.detail.events = count
}
