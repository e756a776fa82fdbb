// Runs a hand-written conversation through one dissector: the plainest possible driver, no flows, no repeat path.
//
// A `.hex` file: `# comment`, `> hex` from the client, `< hex` from the server, `@ datagram` before the first line when
// each line is one message by itself
// and `@ not ours` when the protocol must refuse it.
import { readFileSync } from 'node:fs'
import type { Side } from '@nautilus/model'
import type { Dissector, Meaning, Session } from '../src/index.ts'
import { FRONT_OF_FILE, valuesOf } from '../src/index.ts'

export type Chunk = { from: Side; bytes: Uint8Array }
export type Conversation = { datagram: boolean; ours: boolean; chunks: Chunk[] }

export function readConversation(path: string): Conversation {
  const lines = readFileSync(path, 'utf8').split('\n')
  const chunks: Chunk[] = []
  for (const [number, line] of lines.entries()) {
    if (!line.startsWith('>') && !line.startsWith('<')) continue
    const digits = line.slice(1).replace(/#.*/, '').replaceAll(/\s/g, '')
    if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new Error(`${path}:${number + 1}: not whole bytes of hex`)
    chunks.push({ from: line[0] === '>' ? 'client' : 'server', bytes: Uint8Array.from(Buffer.from(digits, 'hex')) })
  }
  return { datagram: lines.includes('@ datagram'), ours: !lines.includes('@ not ours'), chunks }
}

export type Message = {
  from: Side
  message: unknown
  bytes: Uint8Array
  body: Uint8Array
  oddities: string[]
  /** Not parsed: the front of what was passed over. */
  contents?: true
}

/** Every message of a conversation in the order in which it became whole. */
export function messagesOf(
  dissector: Dissector,
  { chunks, datagram }: Conversation,
): (Message | { malformed: string })[] {
  const held: Record<Side, Uint8Array> = { client: new Uint8Array(), server: new Uint8Array() }
  const skipping: Record<Side, number> = { client: 0, server: 0 }
  const fronts: Record<Side, { bytes: number[]; want: number }> = {
    client: { bytes: [], want: 0 },
    server: { bytes: [], want: 0 },
  }
  const found: (Message | { malformed: string })[] = []
  const passOver = (from: Side, bytes: Uint8Array): void => {
    const front = fronts[from]
    if (front.want === 0) return
    front.bytes.push(...bytes.subarray(0, front.want - front.bytes.length))
    if (front.bytes.length < front.want) return
    const whole = Uint8Array.from(front.bytes)
    fronts[from] = { bytes: [], want: 0 }
    const message = dissector.contents!(whole, from)
    if (message !== null) found.push({ from, message, bytes: whole, body: whole, oddities: [], contents: true })
  }
  for (const { from, bytes } of chunks) {
    const passed = Math.min(skipping[from], bytes.length)
    skipping[from] -= passed
    passOver(from, bytes.subarray(0, passed))
    let rest: Uint8Array = datagram ? bytes : Uint8Array.from([...held[from], ...bytes.subarray(passed)])
    while (rest.length > 0) {
      const parsed = dissector.parse(rest, from)
      if (parsed.kind === 'need' && !datagram) break
      if (parsed.kind !== 'message') {
        found.push({
          malformed: parsed.kind === 'malformed' ? parsed.code : `cut at ${rest.length} of ${parsed.bytes}`,
        })
        rest = new Uint8Array()
        break
      }
      const oddities = parsed.oddities.map(o => `${o.code}@${o.at}`)
      const whole = rest.slice(0, parsed.size)
      found.push({ from, message: parsed.message, bytes: whole, body: parsed.body?.slice() ?? whole, oddities })
      rest = rest.subarray(parsed.size)
      const skip = parsed.skip ?? 0
      if (skip > 0 && dissector.contents) fronts[from] = { bytes: [], want: Math.min(skip, FRONT_OF_FILE) }
      passOver(from, rest.subarray(0, Math.min(skip, rest.length)))
      skipping[from] = Math.max(0, skip - rest.length)
      rest = rest.subarray(Math.min(skip, rest.length))
    }
    held[from] = datagram ? new Uint8Array() : rest.slice()
  }
  return found
}

/** One line per message and per meaning, only what matters: what the golden files hold. */
export function recordsOf(dissector: Dissector, conversation: Conversation): object[] {
  const session = dissector.session()
  const waiting: { key: string; message: Message }[] = []
  const records: object[] = []
  for (const parsed of messagesOf(dissector, conversation)) {
    if ('malformed' in parsed) {
      records.push(parsed)
      continue
    }
    const message = joined(session, parsed)
    if (!message) {
      records.push({ part: parsed.bytes.length, from: parsed.from })
      continue
    }
    const label = dissector.label(message.message, message.from)
    const oddities = message.oddities.length > 0 ? { oddities: message.oddities } : {}
    const name = label.function ? `${label.function.code} ${label.function.name}` : null
    const inner = label.inner?.map(({ code, name: called, error }) => `${code} ${called}${error ? ' error' : ''}`)
    records.push({
      [label.role]: name,
      from: message.from,
      ...(label.error ? { error: true } : {}),
      ...(inner ? { inner } : {}),
      ...oddities,
    })
    if (label.role === 'request') {
      waiting.push({ key: `${message.from} ${label.pair}`, message })
      continue
    }
    const asker = message.from === 'client' ? 'server' : 'client'
    const at = label.role === 'reply' ? waiting.findIndex(w => w.key === `${asker} ${label.pair}`) : -1
    const request = at >= 0 ? waiting.splice(at, 1)[0]!.message : null
    records.push(...meaningRecords(session.interpret(request?.message ?? null, message.message), request, message))
  }
  for (const { message } of waiting) {
    records.push(...meaningRecords(session.interpret(message.message, null), message, null))
  }
  return records
}

function joined(session: Session<unknown>, message: Message): Message | null {
  if (!session.join) return message
  const whole = session.join(message.message, message.from)
  return whole && { ...message, message: whole.message, body: whole.body?.slice() ?? message.body }
}

function meaningRecords(meaning: Meaning, request: Message | null, reply: Message | null): object[] {
  const records: object[] = []
  for (const operation of [meaning.operation, ...(meaning.more ?? [])]) {
    if (!operation) continue
    const { verb, object, outcome, refusal, detail, items } = operation
    const values = Object.fromEntries(
      items.map(item => {
        const carrier = item.in === 'request' ? request : item.in === 'reply' ? reply : null
        return [`${item.access} ${item.object}`, carrier ? valuesOf(item, carrier.body) : null]
      }),
    )
    records.push({
      operation: verb,
      ...(object ? { object } : {}),
      outcome: refusal ? `${outcome} ${refusal.code} ${refusal.name}` : outcome,
      ...(detail && Object.keys(detail).length > 0 ? { detail } : {}),
      ...(items.length > 0 ? { values } : {}),
      ...(meaning.repeatable ? { repeatable: true } : {}),
    })
  }
  for (const { about, of, attribute, value, confidence } of meaning.claims) {
    records.push({
      claim: `${about} ${attribute}`,
      value,
      ...(of ? { of: `${of.mac} ${of.ip}`.trim() } : {}),
      confidence,
    })
  }
  return records
}
