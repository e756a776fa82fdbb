// Command 77 sends a command to a device behind the server: HCF_SPEC-151.
import type { Verb } from '@nautilus/model'
import { commandOf } from './commands.ts'
import { addressOf, type Command, type Message } from './frame.ts'

export const SEND = 77
/** Card, channel, preambles; then what begins a frame. */
const DELIMITER_AT = 3
const FROM_MASTER = 2

export type Embedded = { readonly device: string; readonly name: string; readonly verb: Verb; readonly channel: string }

/** What is sent on, to whom, as far as a request tells it. */
export function embeddedOf({ bytes }: Message, { at, end }: Command): Embedded | null {
  const start = at + DELIMITER_AT
  const delimiter = bytes[start] ?? 0
  const commandAt = start + 1 + ((delimiter & 0x80) !== 0 ? 5 : 1)
  if (commandAt >= end || (delimiter & 7) !== FROM_MASTER) return null
  const { ref, verb } = commandOf(bytes[commandAt]!)
  const channel = `card ${bytes[at]} channel ${bytes[at + 1]}`
  const { device } = addressOf(bytes, start)
  return {
    device: device.startsWith('poll') ? `${channel} ${device}` : device,
    name: `${ref.code} ${ref.name}`,
    verb,
    channel,
  }
}
