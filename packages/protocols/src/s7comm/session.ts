// Interprets the messages of one flow. What is remembered is bounded: blocks of open uploads.
import { type Meaning, type Session, silent } from '../dissector.ts'
import { transportMeaning } from './connect.ts'
import { jobMeaning } from './job-meaning.ts'
import type { Message } from './message.ts'
import { uploads } from './uploads.ts'

export function session(): Session<Message> {
  const open = uploads()
  return {
    interpret(request: Message | null, reply: Message | null): Meaning {
      const first = request ?? reply
      switch (first?.kind) {
        case 'transport':
          return transportMeaning(request as typeof first | null, reply)
        case 'job':
          return jobMeaning(first, reply, open)
        case 'ack':
          return jobMeaning(null, reply, open)
        default:
          return silent
      }
    },
  }
}
