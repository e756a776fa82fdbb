// What is learned, as a tree: device → peer → protocol → verb → function → cycle, and device → object → number.
import type { Values as Told } from '@nautilus/model'
import type { Limits } from './limits.ts'
import { newRhythm, newVolume, type Rhythm, rhythmShape, type Volume, volumeShape } from './rhythm.ts'
import { type Segment, segmentsShape } from './segments.ts'
import { type Sequence, sequenceShape } from './sequence.ts'
import { listOf, mapOf, most, nullable, record, type Shape, Unreadable } from './shape.ts'
import { newTally, type Tally, tallyShape } from './tally.ts'
import { type Timing, timingShape } from './timing.ts'
import { newScope, type Scope, scopeShape } from './unseen.ts'
import { type Values, valuesShape } from './values.ts'

export type Facts = Map<string, Tally>

/** A function, with its cycles by the object that it is about. */
export type Spoken = { tally: Tally; cycles: Map<string, Timing> }
export type Said = { tally: Tally; functions: Map<string, Spoken> }
export type Speech = { tally: Tally; scope: Scope; verbs: Map<string, Said>; sequence: Sequence | null }
export type Pair = { tally: Tally; protocols: Map<string, Speech> }

export type Holding = {
  read: Tally | null
  written: Tally | null
  /** Few: a list of names and one of facts are smaller than a map. */
  writers: string[]
  writings: Tally[]
  values: Values[]
  newest: Told | null
  newestAt: number
}

export type Device = {
  tally: Tally
  /** Of its links and attributes; and of the objects that it holds. */
  scope: Scope
  held: Scope
  asks: Facts
  serves: Facts
  attributes: Map<string, Facts>
  /** Those that it asks, by their id. */
  peers: Map<string, Pair>
  objects: Map<string, Holding>
  rhythm: Rhythm
  connections: Volume
  operations: Volume
  bytes: Volume
}

export type Tree = {
  scope: Scope
  /** By protocol, the functions spoken anywhere. */
  spoken: Map<string, Facts>
  devices: Map<string, Device>
  /** Parts of the network. */
  segments: Map<string, Segment>
}

export const newSpoken = (marks: number): Spoken => ({ tally: newTally(marks), cycles: new Map() })
export const newSaid = (marks: number): Said => ({ tally: newTally(marks), functions: new Map() })
export const newSpeech = (marks: number): Speech => ({
  tally: newTally(marks),
  scope: newScope(),
  verbs: new Map(),
  sequence: null,
})
export const newPair = (marks: number): Pair => ({ tally: newTally(marks), protocols: new Map() })
export const newHolding = (): Holding => ({
  read: null,
  written: null,
  writers: [],
  writings: [],
  values: [],
  newest: null,
  newestAt: 0,
})
export const newDevice = (marks: number): Device => ({
  tally: newTally(marks),
  scope: newScope(),
  held: newScope(),
  asks: new Map(),
  serves: new Map(),
  attributes: new Map(),
  peers: new Map(),
  objects: new Map(),
  rhythm: newRhythm(),
  connections: newVolume(),
  operations: newVolume(),
  bytes: newVolume(),
})
export const newTree = (): Tree => ({
  scope: newScope(),
  spoken: new Map(),
  devices: new Map(),
  segments: new Map(),
})

export type Shapes = { readonly pair: Shape<Pair>; readonly device: Shape<Device>; readonly tree: Shape<Tree> }

/** How the tree and its parts are written, read and joined within these limits. */
export function shapesOf(limits: Limits): Shapes {
  const named = <T>(shape: Shape<T>, room: number) => mapOf(shape, room, limits.text)
  const facts = named(tallyShape, limits.functions)
  const pair = pairShape(limits)
  const device = record<Device>(() => newDevice(0), {
    tally: tallyShape,
    scope: scopeShape,
    held: scopeShape,
    asks: facts,
    serves: facts,
    attributes: named(named(tallyShape, limits.valuesOfAttribute), limits.attributes),
    peers: named(pair, limits.pairsOfDevice),
    objects: named(holdingShape(limits), limits.objects),
    rhythm: rhythmShape,
    connections: volumeShape,
    operations: volumeShape,
    bytes: volumeShape,
  })
  const tree = record<Tree>(newTree, {
    scope: scopeShape,
    spoken: named(facts, limits.functions),
    devices: named(device, limits.devices),
    segments: segmentsShape(limits),
  })
  return { pair, device, tree }
}

function pairShape(limits: Limits): Shape<Pair> {
  const named = <T>(shape: Shape<T>, room: number) => mapOf(shape, room, limits.text)
  const spoken = record<Spoken>(() => newSpoken(0), { tally: tallyShape, cycles: named(timingShape, limits.timings) })
  const functions = named(spoken, limits.functionsOfLink)
  const said = record<Said>(() => newSaid(0), { tally: tallyShape, functions })
  const speech = record<Speech>(() => newSpeech(0), {
    tally: tallyShape,
    scope: scopeShape,
    verbs: named(said, limits.functions),
    sequence: nullable(sequenceShape),
  })
  return record<Pair>(() => newPair(0), { tally: tallyShape, protocols: named(speech, limits.links) })
}

function holdingShape(limits: Limits): Shape<Holding> {
  const writers = mapOf(tallyShape, limits.writers, limits.text)
  const tally = nullable(tallyShape)
  const writersOf = (holding: Holding) => new Map(holding.writers.map((id, at) => [id, holding.writings[at]!]))
  const withWriters = (holding: Holding, map: Map<string, Tally>) =>
    Object.assign(holding, { writers: [...map.keys()], writings: [...map.values()] })
  const valuesOf = (json: unknown, where: string): Values[] =>
    listOf(json, where, limits.valuesOfObject).map((part, at) => valuesShape.read(part, where && `${at} of ${where}`))
  return {
    write: holding => [
      tally.write(holding.read),
      tally.write(holding.written),
      writers.write(writersOf(holding)),
      holding.values.map(each => valuesShape.write(each)),
      holding.newest,
      holding.newestAt,
    ],
    read(json, where) {
      const [read, written, by, values, newest, newestAt] = listOf(json, where, 6)
      const holding = newHolding()
      holding.read = tally.read(read, where && `read of ${where}`)
      holding.written = tally.read(written, where && `written of ${where}`)
      holding.values = valuesOf(values, where && `values of ${where}`)
      holding.newest = toldOf(newest, where, limits)
      holding.newestAt = most.read(newestAt, where)
      return withWriters(holding, writers.read(by, where && `writers of ${where}`))
    },
    merge(a, b) {
      a.read = tally.merge(a.read, b.read)
      a.written = tally.merge(a.written, b.written)
      withWriters(a, writers.merge(writersOf(a), writersOf(b)))
      b.values.forEach((each, at) => {
        const known = a.values[at]
        a.values[at] = known ? valuesShape.merge(known, each) : each
      })
      if (isNewer(b, a)) Object.assign(a, { newest: b.newest, newestAt: b.newestAt })
      return a
    },
  }
}

const isNewer = (a: Holding, b: Holding): boolean =>
  a.newestAt > b.newestAt || (a.newestAt === b.newestAt && JSON.stringify(a.newest) > JSON.stringify(b.newest))

function toldOf(json: unknown, where: string, limits: Limits): Told | null {
  if (json === null) return null
  if (typeof json === 'string' && json.length <= limits.text) return json
  const numbers = listOf(json, `newest of ${where}`, limits.valuesOfObject)
  if (!numbers.every(each => typeof each === 'number')) throw new Unreadable(`newest of ${where} holds no numbers`)
  return numbers
}
