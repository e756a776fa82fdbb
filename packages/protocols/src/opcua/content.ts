// What one message says, read once when it is asked for: OPC 10000-4, clauses 5 and 7.
import { type Draft, openDraft } from './draft.ts'
import type { Message } from './message.ts'
import { replies } from './replies.ts'
import { requests } from './requests.ts'
import { isReply, SERVICE_FAULT, serviceOf } from './services.ts'
import { isBad } from './status.ts'
import { Wire } from './wire.ts'

/** Reads the header and what the service says. `end` leaves out a signature. */
export function contentOf(message: Message, end = message.bytes.length): Draft {
  const draft = openDraft()
  // Of a service without a name not even the header is certain.
  if (message.service !== SERVICE_FAULT && !serviceOf(message.service)) return draft
  const wire = new Wire(message.bytes.subarray(0, end))
  wire.skip(message.inside)
  const answers = isReply(message.service)
  if (answers) responseHeader(wire, draft)
  else requestHeader(wire)
  const told = message.service === SERVICE_FAULT || isBad(draft.result)
  if (!told) (answers ? replies : requests)[message.service]?.(wire, draft)
  draft.cut = wire.short
  return draft
}

/** OPC 10000-4, 7.33 */
function requestHeader(wire: Wire): void {
  wire.nodeId()
  wire.skip(16)
  wire.stretch()
  wire.skip(4)
  wire.extension()
}

/** 7.34 */
function responseHeader(wire: Wire, draft: Draft): void {
  wire.skip(12)
  draft.result = wire.u32le()
  wire.diagnostic()
  wire.each(() => wire.stretch())
  wire.extension()
}

/** The result of a service in the header of its reply, without reading more. */
export function resultOf({ bytes, inside }: Message): number {
  const at = inside + 12
  if (at + 4 > bytes.length) return 0
  return bytes[at]! + bytes[at + 1]! * 0x100 + bytes[at + 2]! * 0x1_0000 + bytes[at + 3]! * 0x100_0000
}
