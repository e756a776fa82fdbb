// What messages to a ProConOS runtime mean.
import type { Claim, FunctionRef, Operation, Outcome, Verb } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { hexNumber, printable } from '../reader.ts'
import { type Frame, type Message, REMOTING, type Remoting } from './parse.ts'

type Known = readonly [name: string, verb: Verb]
const FUNCTIONS: Readonly<Record<number, Known>> = {
  0x01: ['stop', 'stop'],
  0x04: ['start', 'start'],
  0x06: ['get status', 'read'],
  0x07: ['get variables', 'read'],
  0x0b: ['get runtime info', 'discover'],
  0x0d: ['connect', 'connect'],
  0x0f: ['get state', 'read'],
}
export const frameFunction = (code: number): FunctionRef => ({
  code: hexNumber(code, 4),
  name: FUNCTIONS[code]?.[0] ?? 'unknown function',
})
export const OPEN: FunctionRef = { code: 'remoting:0', name: 'open service' }
export const callFunction = (method: number): FunctionRef => ({
  code: `remoting:2:${method}`,
  name: `call method ${method}`,
})

const MOST_SERVICES = 256
const SPACE = 'Ade.Remoting.Services.'

export function openSession(): Session<Message> {
  /** Names of services by the number that the runtime gave. */
  const services = new Map<number, string>()
  return {
    interpret(request: Message | null, reply: Message | null): Meaning {
      const first = request ?? reply
      if (first?.kind === 'frame') return frameMeaning(request as Frame | null, reply?.kind === 'frame' ? reply : null)
      if (first?.kind !== 'remoting') return silent
      return remotingMeaning(request as Remoting | null, reply?.kind === 'remoting' ? reply : null, services)
    },
  }
}

const endOf = (request: Message | null, reply: Message | null): Outcome => (request && !reply ? 'no-reply' : 'ok')

const INFO = 0x0b
/** Places of texts in the answer about the runtime. */
const PLACES = { runtime: 4, model: 36, project: 69 }

const textAt = (data: Uint8Array, at: number): string => {
  const end = data.indexOf(0, at)
  return at < data.length ? printable(data.subarray(at, end < 0 ? data.length : end), 64) : ''
}

function frameMeaning(request: Frame | null, reply: Frame | null): Meaning {
  const { function: code } = (request ?? reply)!
  const operation: Operation = {
    verb: FUNCTIONS[code]?.[1] ?? 'other',
    function: frameFunction(code),
    object: '',
    items: [],
    outcome: endOf(request, reply),
    detail: {},
  }
  return { operation, claims: reply && code === INFO ? claimsOf(reply.data) : [], repeatable: false }
}

function claimsOf(data: Uint8Array): Claim[] {
  const stated: (readonly [Claim['attribute'], string])[] = [
    ['software', textAt(data, PLACES.runtime)],
    ['model', textAt(data, PLACES.model)],
    ['program', textAt(data, PLACES.project)],
  ]
  return stated.flatMap(([attribute, value]) =>
    value === '' ? [] : [{ about: 'server', attribute, value, confidence: 0.8 } as const],
  )
}

function remotingMeaning(request: Remoting | null, reply: Remoting | null, services: Map<number, string>): Meaning {
  const first = (request ?? reply)!
  if (first.type === REMOTING.open || first.type === REMOTING.opened) return openMeaning(request, reply, services)
  const service = services.get(first.handle) ?? `service ${first.handle}`
  const [name, verb] = METHODS[service]?.[first.method] ?? [`method ${first.method}`, verbOf(service)]
  const mode = reply ? modeOf(request, reply) : ''
  const operation: Operation = {
    verb,
    function: { ...callFunction(first.method), name: `${service} ${name}` },
    object: '',
    items: [],
    outcome: endOf(request, reply),
    detail: { ...startKind(request, verb), ...(mode ? { state: mode } : {}) },
  }
  const claims: Claim[] = mode ? [{ about: 'server', attribute: 'mode', value: mode, confidence: 0.8 }] : []
  return { operation, claims, repeatable: false }
}

function openMeaning(request: Remoting | null, reply: Remoting | null, services: Map<number, string>): Meaning {
  const name = request ? request.name.replace(SPACE, '') : ''
  const refused = request !== null && reply !== null && isRefused(reply)
  if (name && reply && !refused && services.size < MOST_SERVICES) services.set(reply.handle, name)
  const operation: Operation = {
    verb: 'connect',
    function: OPEN,
    object: name,
    items: [],
    outcome: refused ? 'refused' : endOf(request, reply),
    ...(refused ? { refusal: { code: '0', name: 'no such service' } } : {}),
    detail: {},
  }
  return { operation, claims: [], repeatable: false }
}

export const isRefused = ({ type, handle }: Remoting): boolean => type === REMOTING.opened && handle === 0

const METHODS: Readonly<Record<string, Readonly<Record<number, Known>>>> = {
  IProConOSControlService: { 6: ['start', 'start'], 7: ['stop', 'stop'] },
}

const verbOf = (service: string): Verb =>
  service.includes('FileAccess')
    ? 'file'
    : service.includes('Force')
      ? 'force'
      : service.includes('Control')
        ? 'other'
        : 'read'

const KINDS: Readonly<Record<number, string>> = { 1: 'cold', 2: 'warm', 3: 'hot' }

const startKind = (request: Remoting | null, verb: Verb): { kind: string } | Record<string, never> => {
  const kind = verb === 'start' && request ? KINDS[request.data[0] ?? 0] : undefined
  return kind ? { kind } : {}
}

/** The first of the values asked for is the state when it is number 0x4002; it stands behind its type. */
const STATE_ITEM = 0x4002
const STATE_AT = 8
const STATES: Readonly<Record<number, string>> = { 0: 'on', 3: 'run', 7: 'stop' }

function modeOf(request: Remoting | null, { data }: Remoting): string {
  if (!request || request.data.length < 6 || data.length <= STATE_AT) return ''
  const item = request.data[4]! | (request.data[5]! << 8)
  return item === STATE_ITEM ? (STATES[data[STATE_AT]!] ?? '') : ''
}
