// Hello messages: RFC 8446, 4.1.2 and 4.1.3; RFC 5246, 7.4.1. Extensions: RFC 6066 (server name), RFC 7301 (ALPN).
import { printable, Reader } from '../reader.ts'

export type Hello = {
  /** What is offered at most, or chosen. */
  readonly version: number
  readonly ciphers: readonly number[]
  readonly extensions: readonly number[]
  readonly serverName: string
  readonly protocols: readonly string[]
  readonly signatures: readonly number[]
  /** First and last byte of the first protocol. */
  readonly edges: readonly [number, number] | null
}

const MAX_LIST = 512
const SERVER_NAME = 0
const SIGNATURES = 13
const ALPN = 16
const SUPPORTED_VERSIONS = 43

/** RFC 8701: values that only try whether the other side bears what it does not know. */
export const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff)

type Draft = { -readonly [K in keyof Hello]: Hello[K] } & { extensions: number[] }

function numbersOf(bytes: Uint8Array): number[] {
  const numbers: number[] = []
  for (let at = 0; at + 2 <= bytes.length && numbers.length < MAX_LIST; at += 2) {
    numbers.push((bytes[at]! << 8) | bytes[at + 1]!)
  }
  return numbers
}

/** The body of a hello; null when it is cut. */
export function readHello(bytes: Uint8Array, isClient: boolean): Hello | null {
  const reader = new Reader(bytes)
  const version = reader.u16()
  reader.skip(32)
  reader.skip(reader.u8())
  const ciphers = isClient ? numbersOf(reader.take(reader.u16())) : [reader.u16()]
  reader.skip(isClient ? reader.u8() : 1)
  if (reader.short) return null
  const hello: Draft = { version, ciphers, extensions: [], serverName: '', protocols: [], signatures: [], edges: null }
  if (reader.left < 2) return hello
  const extensions = new Reader(reader.take(reader.u16()))
  if (reader.short) return null
  while (extensions.left >= 4 && hello.extensions.length < MAX_LIST) {
    const type = extensions.u16()
    const data = extensions.take(extensions.u16())
    if (extensions.short) return null
    hello.extensions.push(type)
    readExtension(hello, type, data, isClient)
  }
  return hello
}

function readExtension(hello: Draft, type: number, data: Uint8Array, isClient: boolean): void {
  switch (type) {
    case SERVER_NAME:
      if (isClient && data.length > 5) hello.serverName = printable(data.subarray(5, 5 + ((data[3]! << 8) | data[4]!)))
      return
    case SIGNATURES:
      hello.signatures = numbersOf(data.subarray(2))
      return
    case ALPN:
      hello.protocols = protocolsOf(data.subarray(2))
      hello.edges = edgesOf(data.subarray(2))
      return
    case SUPPORTED_VERSIONS:
      hello.version = isClient ? highest(data.subarray(1), hello.version) : (numbersOf(data)[0] ?? hello.version)
  }
}

function highest(list: Uint8Array, otherwise: number): number {
  const offered = numbersOf(list).filter(version => !isGrease(version))
  return offered.length > 0 ? Math.max(...offered.slice(0, 16)) : otherwise
}

function protocolsOf(list: Uint8Array): string[] {
  const names: string[] = []
  for (let at = 0; at < list.length && names.length < 16; at += 1 + list[at]!) {
    names.push(printable(list.subarray(at + 1, at + 1 + list[at]!), 32))
  }
  return names
}

function edgesOf(list: Uint8Array): readonly [number, number] | null {
  const last = list[0] ?? 0
  return last > 0 && last < list.length ? [list[1]!, list[last]!] : null
}
