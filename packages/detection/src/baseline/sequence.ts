// What comes after what in a session: prediction by partial matching, method C (Moffat, IEEE Trans. Comm. 38, 1990),
// over function codes.
import { SESSION_GAP } from './limits.ts'
import { byText, listOf, type Shape, sum, textOf, Unreadable } from './shape.ts'

/** Codes before the present one that count. */
export const ORDER = 3
/** Stands before the first code of a session. No protocol has an empty code. */
const START = ''
/** Functions that nobody has seen yet share what is left of the probability. */
const ALPHABET = 256
/** Quiet functions of one session that are told apart. */
const MAX_QUIET = 32

/** What came after one context, and the longer contexts that end in it. Few of each: lists are smaller than maps. */
export type Node = { codes: string[]; counts: number[]; total: number; before: string[]; nodes: Node[] }

export type Sequence = {
  root: Node
  /** Contexts held. */
  nodes: number
  /** Of the session that runs: the newest codes first, quiet functions that came, its newest event (µs). */
  recent: string[]
  quiet: string[]
  at: number
}

const newNode = (): Node => ({ codes: [], counts: [], total: 0, before: [], nodes: [] })

export const newSequence = (): Sequence => ({ root: newNode(), nodes: 1, recent: [START], quiet: [], at: 0 })

/** Room for further contexts of all sequences together, counted down. */
export type Room = { contexts: number; perLink: number; symbols: number; dropped: number }

const isNewSession = (sequence: Sequence, at: number): boolean => Math.abs(at - sequence.at) > SESSION_GAP

/** Quiet functions are rolled up, so that only their first one in a session has a place in the order. */
export function learnCode(sequence: Sequence, code: string, significant: boolean, at: number, room: Room): void {
  if (isNewSession(sequence, at)) {
    sequence.recent = [START]
    sequence.quiet = []
  }
  if (at > sequence.at) sequence.at = at
  if (!significant) {
    if (sequence.quiet.includes(code) || sequence.quiet.length >= MAX_QUIET) return
    sequence.quiet.push(code)
  }
  let node: Node | null = sequence.root
  for (let order = 0; node !== null; order++) {
    count(node, code, room)
    const before: string | undefined = order < ORDER ? sequence.recent[order] : undefined
    node = before === undefined ? null : longer(sequence, node, before, room)
  }
  sequence.recent.unshift(code)
  if (sequence.recent.length > ORDER) sequence.recent.pop()
}

function count(node: Node, code: string, room: Room): void {
  const at = node.codes.indexOf(code)
  if (at >= 0) node.counts[at]!++
  else if (node.codes.length < room.symbols) {
    node.codes.push(code)
    node.counts.push(1)
  } else {
    room.dropped++
    return
  }
  node.total++
}

function longer(sequence: Sequence, node: Node, before: string, room: Room): Node | null {
  const at = node.before.indexOf(before)
  if (at >= 0) return node.nodes[at]!
  if (sequence.nodes >= room.perLink || room.contexts <= 0) {
    room.dropped++
    return null
  }
  const made = newNode()
  node.before.push(before)
  node.nodes.push(made)
  sequence.nodes++
  room.contexts--
  return made
}

/** The probability of `code` now, from 0 to 1. Backs off to shorter contexts by what each has not seen. */
export function probability(sequence: Sequence, code: string, at: number): number {
  const recent = isNewSession(sequence, at) ? [START] : sequence.recent
  const contexts: Node[] = [sequence.root]
  for (const before of recent) {
    const node = contexts.at(-1)!
    const index = node.before.indexOf(before)
    if (index < 0) break
    contexts.push(node.nodes[index]!)
  }
  let escaped = 1
  for (const { codes, counts, total } of contexts.reverse()) {
    const index = codes.indexOf(code)
    const all = total + codes.length
    if (index >= 0) return (escaped * counts[index]!) / all
    if (all > 0) escaped *= codes.length / all
  }
  return escaped / ALPHABET
}

function writeNode(node: Node): readonly (number | string | unknown)[] {
  const symbols = node.codes.map((code, at) => [code, node.counts[at]!] as const).sort(([a], [b]) => byText(a, b))
  const below = node.before.map((code, at) => [code, node.nodes[at]!] as const).sort(([a], [b]) => byText(a, b))
  return [symbols.flat(), below.flatMap(([code, each]) => [code, writeNode(each)])]
}

function readNode(json: unknown, where: string, order: number, size: { nodes: number }): Node {
  if (order > ORDER || size.nodes++ >= MAX_NODES) throw new Unreadable(`${where} is no sequence`)
  const [symbols, below] = listOf(json, where, 2)
  const node = newNode()
  for (const [code, times] of pairsOf(symbols, where)) {
    node.codes.push(code)
    node.counts.push(sum.read(times, where))
  }
  node.total = node.counts.reduce((all, times) => all + times, 0)
  for (const [code, each] of pairsOf(below, where)) {
    node.before.push(code)
    node.nodes.push(readNode(each, where, order + 1, size))
  }
  return node
}

/** More than any limit of contexts or symbols. */
const MAX_NODES = 4096
const MAX_CODE = 512

function pairsOf(json: unknown, where: string): [string, unknown][] {
  const parts = listOf(json, where, 2 * MAX_NODES)
  const pairs: [string, unknown][] = []
  for (let at = 0; at < parts.length; at += 2) pairs.push([textOf(parts[at], where, MAX_CODE), parts[at + 1]])
  if (new Set(pairs.map(([code]) => code)).size < pairs.length) throw new Unreadable(`${where} names one code twice`)
  return pairs
}

function mergeNode(a: Node, b: Node): number {
  b.codes.forEach((code, at) => {
    const known = a.codes.indexOf(code)
    if (known >= 0) a.counts[known]! += b.counts[at]!
    else {
      a.codes.push(code)
      a.counts.push(b.counts[at]!)
    }
  })
  a.total += b.total
  b.before.forEach((code, at) => {
    const known = a.before.indexOf(code)
    if (known >= 0) mergeNode(a.nodes[known]!, b.nodes[at]!)
    else {
      a.before.push(code)
      a.nodes.push(b.nodes[at]!)
    }
  })
  return sizeOf(a)
}

const sizeOf = (node: Node): number => node.nodes.reduce((all, each) => all + sizeOf(each), 1)

const texts = (json: unknown, where: string, longest: number): string[] =>
  listOf(json, where, longest).map(part => textOf(part, where, MAX_CODE))

export const sequenceShape: Shape<Sequence> = {
  write: ({ root, recent, quiet, at }) => [writeNode(root) as never, recent, quiet, at],
  read(json, where) {
    const [root, recent, quiet, at] = listOf(json, where, 4)
    const size = { nodes: 0 }
    const node = readNode(root, where, 0, size)
    const rest = { recent: texts(recent, where, ORDER), quiet: texts(quiet, where, MAX_QUIET) }
    return { root: node, nodes: size.nodes, ...rest, at: sum.read(at, where) }
  },
  /** The session of the later one runs on. */
  merge(a, b) {
    a.nodes = mergeNode(a.root, b.root)
    const later = b.at > a.at || (b.at === a.at && byText(b.recent.join('\n'), a.recent.join('\n')) > 0) ? b : a
    const { recent, quiet, at } = later
    return Object.assign(a, { recent, quiet, at })
  },
}
