// A decoded frame in words that a person can compare.
import { Decoder, FRAGMENT, type Frame, IP_OTHER, LINK, NOTHING, TCP, textOfMac, textOfV4, UDP } from '../src/index.ts'
import { slabWith } from './bytes.ts'

export const kinds = {
  [NOTHING]: 'nothing',
  [LINK]: 'link',
  [TCP]: 'tcp',
  [UDP]: 'udp',
  [IP_OTHER]: 'ip',
  [FRAGMENT]: 'fragment',
}

export type Decoded = {
  kind: string
  from: string
  to: string
  ports: string
  /** Payload on the wire, and what of it was captured. */
  length: number
  data: string
  vlan: number
  tunnels: number
  macs: string
  type: number
}

export function wordsOf(decoder: Decoder, frame: Frame): Decoded {
  const { version, slab } = frame
  const address = (n: number) => (version === 4 ? textOfV4(n) : version === 6 ? decoder.addresses.text(n) : '')
  const ported = frame.kind === TCP || frame.kind === UDP
  const none = frame.kind === NOTHING || frame.kind === FRAGMENT
  return {
    kind: kinds[frame.kind as keyof typeof kinds],
    from: address(frame.source),
    to: address(frame.destination),
    ports: ported ? `${frame.sourcePort} ${frame.destinationPort}` : '',
    length: none ? 0 : frame.dataLength,
    data: none ? '' : Buffer.from(slab.bytes.subarray(frame.dataStart, frame.dataEnd)).toString('hex'),
    vlan: frame.vlan,
    tunnels: frame.tunnels,
    macs: frame.macs < 0 ? '' : textOfMac(slab.bytes, frame.macs + 6),
    type: frame.kind === LINK ? frame.etherType : 0,
  }
}

/** Decodes one frame that lies somewhere in a slab. */
export const decode = (bytes: Uint8Array, link = 1, decoder = new Decoder(), at = 1e15, original = 0): Decoded =>
  wordsOf(decoder, decoder.decode(slabWith(bytes, 11), 11, bytes.length, at, link, original))
