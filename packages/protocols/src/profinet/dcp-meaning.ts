// DCP frames as operations: who is there, and what is set on whom.
import type { Claim, FunctionRef, Operation, Verb } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { printable } from '../reader.ts'
import { isReply, isUnsupported } from './dcp.ts'
import { type Facts, factsOf, statedBy } from './dcp-facts.ts'
import { blockErrorOf, CONTROL, OPTION, SERVICE, serviceOf, suboptionOf } from './dcp-names.ts'
import type { Block, Dcp } from './message.ts'

const unsupported: FunctionRef = { code: '5', name: 'service not supported' }

const isAnswer = ({ option, suboption }: Block): boolean => option === OPTION.control && suboption === CONTROL.response

/** The first error that the blocks of a reply tell, 4.3.1.4.6; null when there is none. */
export function refusalOf(reply: Dcp): FunctionRef | null {
  if (isUnsupported(reply)) return unsupported
  const bad = reply.blocks.find(block => isAnswer(block) && (block.value[2] ?? 0) !== 0)
  return bad ? blockErrorOf(bad.value[2]!) : null
}

const isReset = ({ option, suboption }: Block): boolean =>
  option === OPTION.control && (suboption === CONTROL.factoryReset || suboption === CONTROL.reset)
const isBracket = ({ option, suboption }: Block): boolean =>
  option === OPTION.control && (suboption === CONTROL.start || suboption === CONTROL.end)

function verbOf(block: Block): Verb {
  if (isReset(block)) return 'reset'
  return block.option === OPTION.control ? 'diagnose' : 'configure'
}

/** What weighs most comes first, since it is the operation; the others follow. */
const setVerbs: readonly Verb[] = ['reset', 'configure', 'diagnose']

const namesOf = (blocks: readonly Block[]): string =>
  blocks.map(({ option, suboption }) => suboptionOf(option, suboption)).join(', ')

/** Blocks of what was set; where only the reply was seen, it names them. */
function setBlocks(request: Dcp | null, reply: Dcp | null): readonly Block[] {
  if (request) return request.blocks
  return (reply?.blocks ?? []).filter(isAnswer).map(({ value }) => ({
    option: value[0] ?? 0,
    suboption: value[1] ?? 0,
    qualifier: -1,
    value: value.subarray(0, 0),
  }))
}

type Ended = Pick<Operation, 'outcome' | 'refusal'>

function endOf(reply: Dcp | null): Ended {
  if (!reply) return { outcome: 'no-reply' }
  const refusal = refusalOf(reply)
  return refusal ? { outcome: 'refused', refusal } : { outcome: 'ok' }
}

/** Each block that was set has an answer of its own. */
function endOfBlocks(blocks: readonly Block[], reply: Dcp | null): Ended {
  if (!reply || isUnsupported(reply)) return endOf(reply)
  const bad = reply.blocks.find(
    block =>
      isAnswer(block) &&
      (block.value[2] ?? 0) !== 0 &&
      blocks.some(({ option, suboption }) => option === block.value[0] && suboption === block.value[1]),
  )
  return bad ? { outcome: 'refused', refusal: blockErrorOf(bad.value[2]!) } : { outcome: 'ok' }
}

function setMeaning(request: Dcp | null, reply: Dcp | null): Meaning {
  const named = setBlocks(request, reply)
  const blocks = named.length > 1 ? named.filter(block => !isBracket(block)) : named
  const operations = setVerbs.flatMap(verb => {
    const mine = blocks.filter(block => verbOf(block) === verb)
    if (mine.length === 0) return []
    const detail: Facts = {}
    if (request) for (const block of mine) factsOf(block, detail, false)
    return [operationOf(verb, SERVICE.set, namesOf(mine), endOfBlocks(mine, reply), detail)]
  })
  const [operation = operationOf('configure', SERVICE.set, '', endOf(reply), {}), ...more] = operations
  const taken = request && reply && operation.outcome === 'ok' ? claimsOf('server', blocks) : []
  return { operation, claims: taken, repeatable: false, more }
}

function operationOf(verb: Verb, service: number, object: string, ended: Ended, detail: Facts): Operation {
  return {
    verb,
    function: serviceOf(service),
    object,
    items: [],
    ...ended,
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
}

const claimsOf = (about: Claim['about'], blocks: readonly Block[]): Claim[] =>
  blocks.flatMap(block =>
    statedBy(block).map(([attribute, value, confidence]) => ({ about, attribute, value, confidence })),
  )

/** What Identify looks for: `name of station turck`, or all. */
const soughtBy = (blocks: readonly Block[]): string =>
  blocks
    .map(({ option, suboption, value }) => {
      const name = suboptionOf(option, suboption)
      const isText = option === OPTION.device && (suboption === 1 || suboption === 2 || suboption === 6)
      return isText ? `${name} ${printable(value)}` : name
    })
    .join(', ')

const nameOf = (blocks: readonly Block[]): string => {
  const block = blocks.find(({ option, suboption }) => option === OPTION.device && suboption === 2)
  return block ? `name of station ${printable(block.value)}` : ''
}

/** Get, Identify and Hello: the sender of a reply, or of a greeting, tells who it is. */
function toldMeaning(request: Dcp | null, reply: Dcp | null): Meaning {
  const { service } = reply ?? request!
  const sought = request ? (service === SERVICE.get ? namesOf(request.blocks) : soughtBy(request.blocks)) : ''
  const detail: Facts = {}
  const told = (reply?.blocks ?? []).filter(block => !isAnswer(block))
  for (const block of told) factsOf(block, detail, true)
  const object = request ? sought : service === SERVICE.get ? namesOf(told) : nameOf(told)
  return {
    operation: operationOf('discover', service, object, endOf(reply), detail),
    claims: claimsOf('server', told),
    repeatable: false,
  }
}

export function dcpMeaning(request: Dcp | null, reply: Dcp | null): Meaning {
  const { service } = reply ?? request!
  return service === SERVICE.set ? setMeaning(request, reply) : toldMeaning(request, reply)
}

/** A Hello has the form of a request, but nobody answers it. */
export const roleOf = (message: Dcp): 'request' | 'reply' | 'notice' =>
  message.service === SERVICE.hello ? 'notice' : isReply(message) ? 'reply' : 'request'
