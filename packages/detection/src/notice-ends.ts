// The ends of a notice as rules know them: a sensor tells their addresses, no inventory was asked.
import type { Notice, Party } from '@nautilus/model'
import type { Who } from './event.ts'

type Ends = { readonly from: Who | null; readonly to: Who | null }

/** From whom and to whom what the notice is about was sent; both null where it tells no ends. */
export function noticeEnds({ client, server, sender }: Notice): Ends {
  if (!client || !server) return { from: null, to: null }
  const [from, to] = sender === 'server' ? [server, client] : [client, server]
  return { from: whoIs(from), to: whoIs(to) }
}

const whoIs = ({ mac, ip }: Party): Who => ({
  id: ip || mac,
  label: ip || mac || 'an unknown device',
  ip,
  mac,
  kind: ip || mac ? 'device' : 'nobody',
  asset: null,
  role: null,
  safety: false,
  level: null,
  zone: null,
  lists: [],
})
