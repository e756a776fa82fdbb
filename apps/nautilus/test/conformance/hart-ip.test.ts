// HART-IP, as tshark and as the sensor tell it.
import { capturesIn } from './captures.ts'
import { comparePlainly, type Stated } from './plain.ts'

/** Command 31 carries the number of another one behind what begins a frame, of which tshark shows only the bytes. */
function commandOf(number: number, reply: boolean, segment: string): number {
  const at = 2 * (reply ? 18 : 16)
  return number === 31 && segment.length >= at + 6 ? Number.parseInt(segment.slice(at, at + 4), 16) : number
}

/** Codes that say that a command was not done: all but zero, warnings and delays. */
const refuses = (code: number): boolean =>
  code > 0 && ![8, 14, 24, 25, 26, 27, 30, 31, 33, 34].includes(code) && (code < 96 || code >= 128)

function theirs(row: readonly string[]): Stated[] {
  const [type, id, sequence, command, response, length, segment] = row
  if (type === '') return segment === '' ? [] : unknownTo(Buffer.from(segment!, 'hex'))
  const replies = Number(type) !== 0
  const commands = command !== ''
  const number = commandOf(Number(command), replies, segment!)
  const key = commands ? String(number) : `id:${id}`
  const code = response === '' ? 0 : Number(response)
  const facts = [`sequence ${Number(sequence)}`, `length ${Number(length)}`]
  if (commands && replies) facts.push(`response ${code}`)
  return [{ key, role: replies ? 'reply' : 'request', error: replies && refuses(code), facts }]
}

/** tshark 4.0 leaves messages 4 and 5 to nobody: what they hold is read here, from the bytes that it shows. */
function unknownTo(bytes: Buffer): Stated[] {
  const [type, id] = [bytes[1]!, bytes[2]!]
  const role = type === 0 ? 'request' : 'reply'
  const head = [`sequence ${bytes.readUInt16BE(4)}`, `length ${bytes.readUInt16BE(6)}`]
  const stated: Stated[] = [{ key: `id:${id}`, role, facts: head }]
  for (let at = 10; id === 4 && at < bytes.length; at += 3 + bytes[at + 2]!) {
    const error = role === 'reply' && refuses(bytes[at + 3]!)
    stated.push({ key: String(bytes.readUInt16BE(at)), role, error, facts: [] })
  }
  return stated
}

type Ours = {
  readonly id: number
  readonly type: number
  readonly sequence: number
  readonly bytes: Uint8Array
  readonly commands: readonly { readonly response: number }[]
}

function ours({ id, type, sequence, bytes, commands }: Ours): string[] {
  const facts = [`sequence ${sequence}`, `length ${bytes.length}`]
  if (id === 3 && type !== 0) facts.push(`response ${commands[0]!.response}`)
  return facts
}

comparePlainly({
  protocol: 'hart-ip',
  captures: capturesIn('hart-ip'),
  filter: 'hart_ip or (tcp.port == 5094 and tcp.len > 0)',
  fields: [
    'hart_ip.message_type',
    'hart_ip.message_id',
    'hart_ip.transaction_id',
    'hart_ip.pt.command',
    'hart_ip.pt.response_code',
    'hart_ip.msg_length',
    'tcp.payload',
  ],
  theirs,
  stream: true,
  inner: true,
  ours,
})
