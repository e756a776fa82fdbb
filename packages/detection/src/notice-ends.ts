// The ends of a notice as rules know them: a sensor tells their addresses, no inventory was asked.
import type { Notice } from '@nautilus/model'
import type { Who } from './event.ts'
import { addressOf } from './wording.ts'

type Ends = { readonly from: Who | null; readonly to: Who | null }

/** From whom and to whom what the notice is about was sent; both null where it tells no ends. */
export function noticeEnds({ client, server, sender }: Notice): Ends {
  if (!client || !server) return { from: null, to: null }
  const [from, to] = sender === 'server' ? [server, client] : [client, server]
  return { from: addressOf(from), to: addressOf(to) }
}
