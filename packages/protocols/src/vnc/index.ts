// VNC: the Remote Framebuffer Protocol. RFC 6143; security types of the registry at IANA.
import type { Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, type Session, silent } from '../dissector.ts'
import { ARD, LONGEST, type Message, NONE, parse, VNC, versionOf } from './message.ts'

const ref = (code: string, name: string): FunctionRef => ({ code, name })
const refs: Readonly<Record<Exclude<Message['kind'], 'input'>, FunctionRef | null>> = {
  version: ref('version', 'protocol version'),
  types: ref('types', 'security types'),
  select: ref('select', 'security type chosen'),
  challenge: ref('challenge', 'challenge and result'),
  word: ref('result', 'security result'),
  reason: ref('reason', 'reason of failure'),
  init: ref('init', 'server initialisation'),
  share: ref('share', 'client initialisation'),
  opaque: null,
}
/** Client messages, 7.5, by type. */
const inputs: Readonly<Record<number, FunctionRef>> = {
  0: ref('0', 'set pixel format'),
  2: ref('2', 'set encodings'),
  3: ref('3', 'framebuffer update request'),
  4: ref('4', 'key event'),
  5: ref('5', 'pointer event'),
  6: ref('6', 'client cut text'),
  150: ref('150', 'enable continuous updates'),
}

const types: Readonly<Record<number, string>> = Object.freeze({
  1: 'none',
  2: 'VNC authentication',
  5: 'RA2',
  6: 'RA2ne',
  16: 'Tight',
  17: 'Ultra',
  18: 'TLS',
  19: 'VeNCrypt',
  20: 'SASL',
  21: 'MD5 hash',
  22: 'Colin Dean xvp',
  30: 'Apple Remote Desktop',
  129: 'RA2 256 bit',
})
const typeName = (type: number): string => types[type] ?? `type ${type}`

/** The line of 12 bytes is all that is strict enough; who sends it first is the server. */
function recognize(bytes: Uint8Array, _from: Side): number {
  const start = [0x52, 0x46, 0x42, 0x20, 0x30]
  for (let i = 0; i < start.length && i < bytes.length; i++) if (bytes[i] !== start[i]) return -1
  if (bytes.length < 12) return 0
  return versionOf(bytes) ? 72 : -1
}

function label(message: Message): Label {
  const named = message.kind === 'input' ? inputs[message.type]! : refs[message.kind]
  const failed = (message.kind === 'challenge' && message.result !== 0) || message.kind === 'reason'
  return { role: 'notice', pair: 0, function: named, error: failed }
}

type State = { chosen: number; running: boolean; offered: readonly number[] }

const claim = (about: Side, attribute: Claim['attribute'], value: string, confidence = 0.9): Claim => ({
  about,
  attribute,
  value,
  confidence,
})
const meaning = (operation: Operation | null, claims: Claim[] = []): Meaning => ({
  operation,
  claims,
  repeatable: false,
})

function session(): Session<Message> {
  const state: State = { chosen: 0, running: false, offered: [] }
  return { interpret: (_, message) => (message ? interpret(message, state) : silent) }
}

function interpret(message: Message, state: State): Meaning {
  switch (message.kind) {
    case 'version':
      return version(message)
    case 'types':
      state.offered = message.types
      return meaning(
        null,
        message.types.map(type => claim('server', 'capability', `VNC security ${typeName(type)}`)),
      )
    case 'select':
      state.chosen = message.type
      return silent
    case 'share':
      if (state.chosen === 0 && state.offered.includes(NONE) && message.value === NONE) state.chosen = NONE
      return silent
    case 'challenge':
      state.chosen = VNC
      return authenticated(message.result, state)
    case 'word':
      return word(message.value, state)
    case 'init':
      state.running = true
      return initialised(message)
    default:
      return silent
  }
}

/** Apple numbers its own servers so. */
const APPLE = 889

function version({ from, major, minor }: Extract<Message, { kind: 'version' }>): Meaning {
  const claims = [claim(from, 'capability', `RFB ${major}.${minor}`)]
  if (minor === APPLE && from === 'server') claims.push(claim('server', 'software', 'Apple Screen Sharing', 0.8))
  const operation: Operation = {
    verb: 'connect',
    function: refs.version!,
    object: '',
    items: [],
    outcome: 'ok',
    detail: { version: `${major}.${minor}`, by: from },
  }
  return meaning(operation, claims)
}

function authenticated(result: number, { chosen }: State): Meaning {
  const operation: Operation = {
    verb: 'authenticate',
    function: chosen === VNC ? refs.challenge! : refs.word!,
    object: '',
    items: [],
    outcome: result === 0 ? 'ok' : 'refused',
    ...(result === 0 ? {} : { refusal: ref(`${result}`, result === 1 ? 'failed' : 'too many attempts') }),
    detail: chosen === 0 ? {} : { security: typeName(chosen) },
  }
  return meaning(operation)
}

/** After these a word says how it ended; others exchange more before. */
const PLAIN: readonly number[] = [NONE, VNC, ARD]

/** In version 3.3 the server sets the type with a word: none has been offered before. */
function word(value: number, state: State): Meaning {
  if (state.running) return silent
  if (state.offered.length === 0 && state.chosen === 0 && value > 0) {
    state.chosen = value
    return meaning(null, [claim('server', 'capability', `VNC security ${typeName(value)}`)])
  }
  return PLAIN.includes(state.chosen) ? authenticated(value, state) : silent
}

/** The name of the desktop, mostly with that of the computer or its user in it. */
function initialised({ width, height, name }: Extract<Message, { kind: 'init' }>): Meaning {
  const operation: Operation = {
    verb: 'connect',
    function: refs.init!,
    object: name,
    items: [],
    outcome: 'ok',
    detail: { screen: `${width} × ${height}` },
  }
  return meaning(operation, name === '' ? [] : [claim('server', 'description', `VNC desktop ${name}`, 0.9)])
}

export const vnc = defineDissector<Message>({
  name: 'vnc',
  title: 'VNC',
  carriers: { tcp: [5900, 5901, 5902, 5903] },
  recognize,
  parse,
  label,
  session,
  maxMessage: LONGEST,
})
