// What a job and its acknowledgement did.
import type { Claim, FunctionRef, Item, Operation, Verb } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { type ItemSpec, nativeOf, shapeOf, textOf } from './address.ts'
import { SUCCESS } from './data.ts'
import type { Memory } from './memory.ts'
import type { Ack, DataItem, Job, JobBody, Message, Transfer } from './message.ts'
import { errorCode, functions, jobNamed, returnCode } from './names.ts'
import { serviceNamed } from './services.ts'

type Detail = Record<string, string | number>
type Made = { object: string; items: readonly Item[]; detail: Detail; verb?: Verb; refusal?: FunctionRef }

const SHOWN = 8
const NOTHING: Made = { object: '', items: [], detail: {} }

export function jobMeaning(job: Job | null, reply: Message | null, memory: Memory): Meaning {
  const ack = reply?.kind === 'ack' ? reply : null
  if (!job && !ack) return { operation: null, claims: [], repeatable: false }
  const code = job ? job.code : ack!.code
  const made = makeOf(job, ack, memory)
  const refusal = ack && ack.error !== 0 ? errorCode(ack.error) : made.refusal
  const named = jobNamed(code)
  const operation: Operation = {
    verb: made.verb ?? named.verb,
    function: named.ref,
    object: made.object,
    items: made.items,
    outcome: !reply ? 'no-reply' : refusal ? 'refused' : 'ok',
    ...(refusal ? { refusal } : {}),
    ...(Object.keys(made.detail).length > 0 ? { detail: made.detail } : {}),
  }
  const repeats = code === functions.read || code === functions.write
  const repeatable = repeats && job !== null && ack !== null && ack.code === code
  return { operation, claims: claimsOf(job, ack), repeatable }
}

function makeOf(job: Job | null, ack: Ack | null, memory: Memory): Made {
  const body = job?.body
  if (!body) return ack?.body.kind === 'setup' ? setup(ack.body) : NOTHING
  switch (body.kind) {
    case 'setup':
      return setup(ack?.body.kind === 'setup' ? ack.body : body)
    case 'read':
      return read(body.items, ack)
    case 'write':
      return write(body.items, body.values, ack)
    case 'transfer':
      return transfer(job.code, body, ack, memory)
    case 'service':
      return service(job.code, body)
    default:
      return NOTHING
  }
}

const setup = ({ calling, called, pdu }: { calling: number; called: number; pdu: number }): Made => ({
  ...NOTHING,
  detail: { parallelJobsClient: calling, parallelJobsServer: called, pduLength: pdu },
})

function read(specs: readonly ItemSpec[], ack: Ack | null): Made {
  const values = ack?.body.kind === 'values' ? ack.body.values : []
  const items = specs.map((spec, index) => itemOf(spec, 'read', 'reply', values[index]))
  return {
    object: objectOf(items),
    items,
    ...verdict(
      items,
      values.map(value => value.code),
    ),
  }
}

function write(specs: readonly ItemSpec[], values: readonly DataItem[], ack: Ack | null): Made {
  const items = specs.map((spec, index) => itemOf(spec, 'write', 'request', values[index]))
  const codes = ack?.body.kind === 'codes' ? ack.body.codes : []
  return { object: objectOf(items), items, ...verdict(items, codes) }
}

export function itemOf(spec: ItemSpec, access: Item['access'], carrier: 'request' | 'reply', value?: DataItem): Item {
  const object = textOf(spec)
  const native = nativeOf(spec)
  const carries = value && (access === 'write' || value.code === SUCCESS)
  if (!carries) {
    const count = spec.kind === 'any' ? spec.count : 0
    return { object, access, type: shapeOf(spec, 0).type, count, in: 'nowhere', at: 0, native }
  }
  return { object, access, ...shapeOf(spec, value.length), in: carrier, at: value.at, native }
}

export function objectOf(items: readonly Item[]): string {
  const shown = items
    .slice(0, SHOWN)
    .map(item => item.object)
    .join(', ')
  return items.length > SHOWN ? `${shown} +${items.length - SHOWN}` : shown
}

/** Refused when every item was; when some were, the detail says which. */
export function verdict(items: readonly Item[], codes: readonly number[]): { detail: Detail; refusal?: FunctionRef } {
  const bad = codes.flatMap((code, index) => (code === SUCCESS ? [] : [{ code, index }]))
  if (bad.length === 0) return { detail: {} }
  const refusal = returnCode(bad[0]!.code)
  if (bad.length >= items.length) return { detail: {}, refusal }
  const said = bad
    .slice(0, SHOWN)
    .map(({ code, index }) => `${items[index]?.object ?? index}: ${returnCode(code).name}`)
  return { detail: { refused: bad.length > SHOWN ? `${said.join(', ')} +${bad.length - SHOWN}` : said.join(', ') } }
}

function transfer(code: number, body: Transfer, ack: Ack | null, memory: Memory): Made {
  const answer = ack?.body.kind === 'transfer' ? ack.body : null
  if (code === functions.startUpload && answer && body.block) memory.uploads.set(answer.id, body.block)
  const upload = code === functions.upload || code === functions.endUpload
  const block = upload ? memory.uploads.get(body.id) : body.block
  if (code === functions.endUpload && ack) memory.uploads.delete(body.id)
  const id = answer?.id || body.id
  const detail: Detail = {
    ...(block?.filesystem ? { filesystem: block.filesystem } : {}),
    ...(id > 0 ? { upload: id } : {}),
    ...present({ loadMemory: body.loadMemory, codeLength: body.code, length: answer?.length ?? -1 }),
    ...(answer && (answer.status & 1) !== 0 ? { more: 'yes' } : {}),
  }
  return { ...NOTHING, object: block?.text ?? '', detail }
}

/** Drops what a message did not carry. */
const present = (lengths: Record<string, number>): Detail =>
  Object.fromEntries(Object.entries(lengths).filter(([, length]) => length >= 0))

function service(code: number, body: Extract<JobBody, { kind: 'service' }>): Made {
  const blocks = body.blocks.map(block => block.text)
  const object =
    blocks.length > SHOWN ? `${blocks.slice(0, SHOWN).join(', ')} +${blocks.length - SHOWN}` : blocks.join(', ')
  const filesystem = body.blocks[0]?.filesystem
  const known = serviceNamed(body.name, body.text)
  const detail: Detail = {
    service: body.name,
    ...(known.name ? { meaning: known.name } : {}),
    // The arguments of a login are its password.
    ...(body.text && known.verb !== 'authenticate' ? { argument: body.text } : {}),
    ...(filesystem ? { filesystem } : {}),
  }
  // Function 0x29 stops what function 0x28 starts: the name is the same.
  if (code === functions.stop) return { ...NOTHING, detail: { service: body.name } }
  return { ...NOTHING, verb: known.verb, object, detail }
}

function claimsOf(job: Job | null, ack: Ack | null): Claim[] {
  if (ack?.code !== functions.setup || ack.error !== 0 || !job) return []
  // Whoever answers may be a soft controller or a gateway that speaks S7comm.
  return [{ about: ack.from, attribute: 'vendor', value: 'Siemens', confidence: 0.5 }]
}
