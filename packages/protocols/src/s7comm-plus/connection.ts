// The connection under S7comm-plus: COTP control, keep-alives and TLS records. They say who is there, not what is done.
import type { Claim, FunctionRef, Operation, Outcome } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import type { Message } from './message.ts'
import { KEEP_ALIVE, TLS } from './names.ts'

/** RFC 8446 section 5.1; heartbeat RFC 6520. */
const RECORDS: Readonly<Partial<Record<number, string>>> = {
  20: 'change cipher spec',
  21: 'alert',
  22: 'handshake',
  23: 'application data',
  24: 'heartbeat',
}

type Transport = Extract<Message, { kind: 'transport' }>

export function interpretConnection(request: Message | null, reply: Message | null): Meaning {
  const first = request ?? reply
  switch (first?.kind) {
    case 'tls':
      return held(TLS, 'ok', { protection: 'encrypted (TLS)', record: RECORDS[first.record] ?? first.record })
    case 'keep-alive':
      return held(KEEP_ALIVE, 'ok', first.text ? { text: first.text } : {})
    case 'transport': {
      const isOpening = first.type === 'CR' || first.type === 'CC'
      if (!isOpening) return held({ code: 'cotp', name: `COTP ${first.type}` }, 'ok', {})
      return opened(first, outcomeOf(request, reply))
    }
    default:
      return silent
  }
}

function outcomeOf(request: Message | null, reply: Message | null): Outcome {
  if (request === null) return 'ok'
  if (reply?.kind !== 'transport') return 'no-reply'
  return reply.type === 'CC' ? 'ok' : 'refused'
}

const held = (ref: FunctionRef, outcome: Outcome, detail: NonNullable<Operation['detail']>): Meaning => ({
  operation: { verb: 'connect', function: ref, object: '', items: [], outcome, detail },
  claims: [],
  repeatable: false,
})

/** Clients of S7comm-plus call a selector that says what they are. */
const CALLERS: Readonly<Record<string, string>> = {
  'SIMATIC-ROOT-HMI': 'HMI',
  'SIMATIC-ROOT-ES': 'engineering station',
  'SIMATIC-ROOT-PG': 'engineering station',
  'SIMATIC-ROOT-OTH': 'other client',
}

function opened({ called, calling }: Transport, outcome: Outcome): Meaning {
  const caller = CALLERS[called]
  const claims: Claim[] = caller
    ? [{ about: 'client', attribute: 'session', value: `${caller} (${called})`, confidence: 0.7 }]
    : []
  return { ...held({ code: 'cotp', name: 'COTP connect' }, outcome, { called, calling }), claims }
}
