// What goes wrong on one conversation, told while it happens: between whom, when, and in which frame.
import type { Notice, Party, Side } from '@nautilus/model'

/** Different troubles of one batch; further ones are told together, without their ends. */
export const MAX_TROUBLES = 1024

export type Trouble = {
  readonly code: 'message.malformed' | 'message.odd' | 'protocol.lost' | 'tcp.conflict'
  readonly client: Party
  readonly server: Party
  /** Null when nobody could tell. */
  readonly protocol: string | null
  readonly sender: Side
  /** The fault in the decoder's words, where there is one. */
  readonly fault?: string
  readonly at: number
  readonly frame: number
}

/** What is odd must not crowd out what is broken. */
const roomFor = (code: Trouble['code']): number => (code === 'message.odd' ? MAX_TROUBLES / 2 : MAX_TROUBLES)

type Sum = { readonly first: Trouble; readonly whole: boolean; count: number }

/** Sums up troubles of one kind, sender and pair. */
export class Troubles {
  #sums = new Map<string, Sum>()

  note(trouble: Trouble): void {
    const { code, client, server, protocol, sender, fault } = trouble
    // Frames that are right and wrong inside are told fault by fault: how many there are says whether somebody tries.
    const name = code === 'message.odd' ? `${code} ${fault}` : code
    const key = `${name} ${protocol} ${sender} ${client.ip} ${client.mac} ${server.ip} ${server.mac}`
    const known = this.#sums.get(key)
    if (known) known.count++
    else if (this.#sums.size < roomFor(code)) this.#sums.set(key, { first: trouble, whole: true, count: 1 })
    else this.#further(trouble)
  }

  #further(trouble: Trouble): void {
    const known = this.#sums.get(trouble.code)
    if (known) known.count++
    else this.#sums.set(trouble.code, { first: trouble, whole: false, count: 1 })
  }

  get waiting(): number {
    return this.#sums.size
  }

  /** Those since the last call, in the order of time. */
  collect(): Notice[] {
    const sums = [...this.#sums]
    this.#sums = new Map()
    sums.sort(([a, x], [b, y]) => x.first.at - y.first.at || x.first.frame - y.first.frame || (a < b ? -1 : 1))
    return sums.map(([, sum]) => noticeOf(sum))
  }
}

function noticeOf({ first, whole, count }: Sum): Notice {
  const { code, client, server, protocol, sender, fault, at, frame } = first
  const named = { ...(protocol === null ? {} : { protocol }), ...(fault === undefined ? {} : { fault }) }
  const told = { code, count, at, frame, ...named }
  if (!whole) return { code, count, at, frame, message: further }
  const [from, to] = sender === 'client' ? [client, server] : [server, client]
  return { ...told, client, server, sender, message: sentences[code](first, `${nameOf(from)} to ${nameOf(to)}`) }
}

const further = `The same between further pairs, more than the ${MAX_TROUBLES} that are kept apart.`
const nameOf = ({ ip, mac }: Party): string => ip || mac || 'an unknown address'

const sentences: Readonly<Record<Trouble['code'], (first: Trouble, ends: string) => string>> = {
  'message.malformed': ({ protocol, fault }, ends) =>
    `Messages of ${protocol} from ${ends} could not be read, the first for ${fault}. A faulty or unusual device, or somebody who probes it or blinds this sensor.`,
  'message.odd': ({ protocol, fault }, ends) =>
    `Messages of ${protocol} from ${ends} contradict their standard inside: ${fault}. A device that takes liberties, or somebody who tries what it bears.`,
  'protocol.lost': ({ protocol }, ends) =>
    `A connection that spoke ${protocol} went on with something else, from ${ends}. What is said there now is read anew, if it is known.`,
  'tcp.conflict': (_, ends) =>
    `TCP segments from ${ends} repeated earlier ones with other content; the first was believed. A fault in a network device, or somebody injecting data.`,
}
