// PTCP, the clock of PROFINET: IEC 61158-6-10, 4.4. A head of 20 bytes with a sequence, then elements of a type of 7
// bits and a length of 9.
import type { Meaning } from '../dissector.ts'
import { hex, Reader } from '../reader.ts'
import type { Fault } from './fault.ts'
import { ptcpFunction } from './frame-ids.ts'
import type { Ptcp } from './message.ts'

const FRAME_ID = 2
const RESERVED = 12 // two reserved words and the delay in units of 10 ns
const MAX_ELEMENTS = 16
const END = 0

type Facts = Record<string, string | number>

const macOf = (bytes: Uint8Array): string => hex(bytes).replace(/(..)(?!$)/g, '$1:')

/** 4.4.2: what is stated by the elements, as far as it identifies somebody. */
function readElement(type: number, inside: Reader, facts: Facts): void {
  switch (type) {
    case 1: // subdomain
      facts.master = macOf(inside.take(6))
      facts.subdomain = hex(inside.take(16))
      break
    case 2: // time
      inside.skip(2)
      facts.seconds = inside.u32()
      break
    case 4: // master
      inside.skip(2)
      facts['clock class'] = inside.u8()
      break
    case 6: // delay parameter
      facts.port = macOf(inside.take(6))
      break
  }
}

export function readPtcp(bytes: Uint8Array, frameId: number): Ptcp {
  const reader = new Reader(bytes)
  reader.skip(FRAME_ID + RESERVED)
  const sequence = reader.u16()
  reader.skip(6) // the rest of the delay, in ns
  const facts: Facts = {}
  let fault: Fault | null = reader.short ? { what: 'ptcp', at: bytes.length } : null
  for (let count = 0; count < MAX_ELEMENTS && !fault; count++) {
    const at = reader.at
    const head = reader.u16()
    const inside = new Reader(reader.take(head & 0x1ff))
    if (!reader.short && head >> 9 === END) break
    if (!reader.short) readElement(head >> 9, inside, facts)
    if (reader.short || inside.short) fault = { what: 'ptcp', at }
  }
  return { kind: 'ptcp', frameId, sequence, facts, fault }
}

/** Clocks of a segment keep each other in step all the time; nobody's clock is set by a person. */
export const ptcpMeaning = ({ frameId, facts }: Ptcp): Meaning => ({
  operation: {
    verb: 'report',
    function: ptcpFunction(frameId),
    object: '',
    items: [],
    outcome: 'ok',
    ...(Object.keys(facts).length > 0 ? { detail: facts } : {}),
  },
  claims: [],
  repeatable: false,
})
