// What messages of the CODESYS V3 runtime mean.
import type { Claim, Operation, Outcome } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import { ADDRESS, CLOSE, NAME_SERVICE, OPEN, serviceOf } from './names.ts'
import { type Body, CHANNEL, type Identity, type Message } from './parse.ts'
import { firstText } from './tags.ts'

type Of<K extends Body['kind']> = Extract<Body, { kind: K }>

export function interpret(request: Message | null, reply: Message | null): Meaning {
  const first = request ?? reply
  if (!first) return silent
  const outcome: Outcome = request && !reply ? 'no-reply' : 'ok'
  const { body } = first
  switch (body.kind) {
    case 'address':
      return plain({
        verb: 'discover',
        function: ADDRESS,
        object: '',
        items: [],
        outcome,
        detail: { sender: first.sender },
      })
    case 'name':
      return nameMeaning(outcome, reply)
    case 'control':
      return controlMeaning(body, outcome)
    case 'service':
      return serviceMeaning(body, first, outcome)
    default:
      return silent
  }
}

const plain = (operation: Operation): Meaning => ({ operation, claims: [], repeatable: false })

/** Somebody looks for a node; the node says who it is. */
function nameMeaning(outcome: Outcome, reply: Message | null): Meaning {
  const identity = reply?.body.kind === 'name' ? reply.body.identity : null
  const operation: Operation = {
    verb: 'discover',
    function: NAME_SERVICE,
    object: identity?.node ?? '',
    items: [],
    outcome,
    detail: identity
      ? { address: reply!.sender, type: hexNumber(identity.type, 4), id: hexNumber(identity.id, 8) }
      : {},
  }
  return { operation, claims: identity ? claimsOf(identity) : [], repeatable: false }
}

function claimsOf({ node, device, vendor, serial, version }: Identity): Claim[] {
  const stated: (readonly [Claim['attribute'], string])[] = [
    ['name', node],
    ['model', device],
    ['vendor', vendor],
    ['serial', serial],
    ['firmware', version],
    ['software', `CODESYS V3 ${version}`],
  ]
  return stated.flatMap(([attribute, value]) =>
    value === '' ? [] : [{ about: 'server', attribute, value, confidence: 0.9 } as const],
  )
}

function controlMeaning({ type }: Of<'control'>, outcome: Outcome): Meaning {
  if (type !== CHANNEL.open && type !== CHANNEL.opened && type !== CHANNEL.close) return silent
  const ref = type === CHANNEL.close ? CLOSE : OPEN
  return plain({ verb: 'connect', function: ref, object: '', items: [], outcome, detail: {} })
}

const APPLICATION = 2
const FILES = 8

function serviceMeaning(body: Of<'service'>, { bytes }: Message, outcome: Outcome): Meaning {
  const { group, command, response, start, stop, length, secure } = body
  const { ref, verb } = serviceOf(group, command)
  const named = !response && !secure && (group === APPLICATION || group === FILES)
  return plain({
    verb,
    function: ref,
    object: named ? firstText(bytes, start, stop) : '',
    items: [],
    outcome,
    detail: { bytes: length, ...(secure ? { protection: 'encrypted' } : {}) },
  })
}
