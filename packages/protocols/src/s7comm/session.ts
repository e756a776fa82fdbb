// Interprets the messages of one flow.
import { type Meaning, type Session, silent } from '../dissector.ts'
import { transportMeaning } from './connect.ts'
import { jobMeaning } from './job-meaning.ts'
import { memory } from './memory.ts'
import type { Message } from './message.ts'
import { userdataMeaning } from './userdata-meaning.ts'

export function session(): Session<Message> {
  const kept = memory()
  return {
    interpret(request: Message | null, reply: Message | null): Meaning {
      const first = request ?? reply
      switch (first?.kind) {
        case 'transport':
          return transportMeaning(request ? first : null, reply)
        case 'job':
          return jobMeaning(first, reply, kept)
        case 'ack':
          return jobMeaning(null, reply, kept)
        case 'userdata':
          return userdataMeaning(request ? first : null, reply, kept)
        default:
          return silent
      }
    },
  }
}
