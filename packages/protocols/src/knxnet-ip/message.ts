// One message of KNXnet/IP, and the frame of the bus that it may carry. KNX standard 03_08_01; 03_06_03 (cEMI).
import type { Side } from '@nautilus/model'

/** A cEMI frame. `code` and `apci` are -1 where there is none. */
export type Cemi = {
  readonly code: number
  /** Of link layer frames: whether it reached the transport layer's fields. */
  readonly whole: boolean
  readonly control: number
  readonly hops: number
  readonly group: boolean
  readonly source: number
  readonly target: number
  /** First byte of the transport layer; -1 where there is none. */
  readonly tpci: number
  /** Ten bits; -1 for control frames of the transport layer. */
  readonly apci: number
  /** Contents behind the APCI, or behind the message code of management frames. */
  readonly data: number
  readonly end: number
}

export type Knx = {
  readonly bytes: Uint8Array
  readonly from: Side
  readonly service: number
  readonly channel: number
  readonly sequence: number
  readonly status: number
  /** Where what follows the endpoints, or the connection header, begins. */
  readonly data: number
  readonly short: boolean
  readonly cemi: Cemi | null
}

export const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

/** 03_03_02, 1.4.2: area, line, device. */
export const individual = (address: number): string => `${address >> 12}.${(address >> 8) & 15}.${address & 255}`
/** Main, middle, sub group. */
export const group = (address: number): string => `${address >> 11}/${(address >> 8) & 7}/${address & 255}`

export const targetOf = (cemi: Cemi): string => (cemi.group ? group(cemi.target) : individual(cemi.target))
