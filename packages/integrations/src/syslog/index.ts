// Syslog over TCP or TLS (RFC 5425, RFC 6587): one connection, frames by count of bytes. The receiver never says that it
// has a message: what was written shortly before a connection broke is written again on the next.
import type { OutwardEvent } from '@nautilus/model'
import { allOf, noneOf, unreached } from '../answers.ts'
import { choice, flag, isOn, overNetwork, text, whole } from '../fields.ts'
import type { Answer, Kind, Line, Sender, Target } from '../kind.ts'
import { cef, leef, structured } from './formats.ts'

const formats = { rfc5424: structured, cef, leef } as const

/** ms after which what was written on a connection that is still open is believed to have arrived, and messages kept. */
const PROVEN = 5000
const MOST_KEPT = 2000

export const frameOf = (message: string, isCounted: boolean): Buffer => {
  const bytes = Buffer.from(message, 'utf8')
  return isCounted ? Buffer.concat([Buffer.from(`${bytes.length} `), bytes]) : Buffer.concat([bytes, Buffer.from('\n')])
}

function messageOf(event: OutwardEvent, target: Target): string {
  const { format, facility, name } = target.settings
  const write = formats[format as keyof typeof formats] ?? structured
  return write(event, target, { facility: Number(facility), host: name || 'nautilus' })
}

class SyslogSender implements Sender {
  readonly #target: Target
  #line: Line | null = null
  /** Written, and not known to have arrived. */
  #kept: { readonly at: number; readonly frame: Buffer }[] = []

  constructor(target: Target) {
    this.#target = target
  }

  async send(events: readonly OutwardEvent[]): Promise<Answer> {
    const { wire, settings } = this.#target
    const isCounted = settings.framing !== 'newline'
    try {
      const line = await this.#open()
      const frames = events.map(event => frameOf(messageOf(event, this.#target), isCounted))
      await line.write(Buffer.concat(frames))
      if (line.closed !== null) return noneOf({ kind: 'retry', why: `The connection broke: ${line.closed}` })
      const at = wire.now()
      this.#kept = [...this.#kept.filter(each => each.at > at - PROVEN), ...frames.map(frame => ({ at, frame }))].slice(
        -MOST_KEPT,
      )
      return allOf(events)
    } catch (error) {
      this.#line?.close()
      this.#line = null
      return noneOf(unreached(error))
    }
  }

  async close(): Promise<void> {
    this.#line?.close()
    this.#line = null
  }

  /** What the last connection may have lost goes first. */
  async #open(): Promise<Line> {
    if (this.#line && this.#line.closed === null) return this.#line
    const { wire, settings } = this.#target
    const line = await wire.dial({
      ...{ host: settings.address ?? '', port: Number(settings.port), tls: isOn(settings, 'tls') },
    })
    const kept = this.#kept.filter(({ at }) => at > wire.now() - PROVEN * 6)
    if (kept.length > 0) await line.write(Buffer.concat(kept.map(({ frame }) => frame)))
    this.#line = line
    return line
  }
}

export const syslog: Kind = {
  id: 'syslog',
  fields: [
    text('address', {
      isRequired: true,
      fault: value => (/^[\w.:-]{1,255}$/.test(value) ? null : 'must be a name or an address, without port'),
    }),
    whole('port', { least: 1, most: 65_535, otherwise: 6514 }),
    flag('tls', true),
    choice('format', ['rfc5424', 'cef', 'leef']),
    choice('framing', ['octet-counting', 'newline']),
    whole('facility', { least: 0, most: 23, otherwise: 13 }),
    text('name', { fault: value => (/^[\x21-\x7e]{1,255}$/.test(value) ? null : 'must be a name without spaces') }),
    ...overNetwork,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 500,
  keeps: 'events',
  guarantee:
    'syslog has no answer: what was under way when a connection broke is sent again, and may be lost all the same',
  shows: messageOf,
  open: target => new SyslogSender(target),
}
