// What a job and its acknowledgement did.
import type { Claim, Operation, Verb } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { type Detail, listed, readOf, type Touched, writeOf } from './items.ts'
import type { Memory } from './memory.ts'
import type { Ack, Job, JobBody, Message, Transfer } from './message.ts'
import { errorCode, functions, jobNamed } from './names.ts'
import { serviceNamed } from './services.ts'

type Made = Touched & { verb?: Verb }

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
  const repeatable = repeats && job?.sound === true && ack?.sound === true && ack.code === code
  return { operation, claims: claimsOf(job, ack), repeatable }
}

function makeOf(job: Job | null, ack: Ack | null, memory: Memory): Made {
  const body = job?.body
  if (!body) return alone(ack)
  switch (body.kind) {
    case 'setup':
      return setup(ack?.body.kind === 'setup' ? ack.body : body)
    case 'read':
      return readOf(body.items, ack?.body.kind === 'values' ? ack.body.values : [])
    case 'write':
      return writeOf(body.items, body.values, codesOf(ack))
    case 'transfer':
      return transfer(job.code, body, ack, memory)
    case 'service':
      return service(job.code, body)
    default:
      return NOTHING
  }
}

/** An answer whose request was not seen. */
function alone(ack: Ack | null): Made {
  if (ack?.body.kind === 'setup') return setup(ack.body)
  return writeOf([], [], ack?.body.kind === 'values' ? ack.body.values : codesOf(ack))
}

const codesOf = (ack: Ack | null): { code: number }[] =>
  ack?.body.kind === 'codes' ? ack.body.codes.map(code => ({ code })) : []

const setup = ({ calling, called, pdu }: { calling: number; called: number; pdu: number }): Made => ({
  ...NOTHING,
  detail: { parallelJobsClient: calling, parallelJobsServer: called, pduLength: pdu },
})

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
  // What a service without blocks acts on is the service's own business: its name says more than nothing.
  const object = listed(blocks) || body.name
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
  if (code === functions.stop) return { ...NOTHING, object: body.name, detail: { service: body.name } }
  return { ...NOTHING, verb: known.verb, object, detail }
}

function claimsOf(job: Job | null, ack: Ack | null): Claim[] {
  if (ack?.code !== functions.setup || ack.error !== 0 || !job) return []
  // Whoever answers may be a soft controller or a gateway that speaks S7comm.
  return [{ about: ack.from, attribute: 'vendor', value: 'Siemens', confidence: 0.5 }]
}
