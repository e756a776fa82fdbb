// Pairs of pieces for which something speaks: how much, and why.
import { areNeighbours, isLocallyAdministered, networkOf } from '../address.ts'
import { byText } from '../seen.ts'
import type { Piece, Places } from './pieces.ts'
import { pairsOf } from './rules.ts'
import type { Sign, SignKind, Signs } from './signs.ts'
import * as weigh from './weights.ts'

/** Ports that name one address as theirs. */
const MOST_PORTS = 512

export type Case = {
  readonly one: number
  readonly other: number
  readonly points: number
  readonly rule: string
  readonly reasons: readonly string[]
  readonly since: number
}

type Said = { readonly piece: number; readonly sign: Sign }
type Point = { readonly points: number; readonly rule: string; readonly reason: string; readonly since: number }
type Circumstance = Pick<Point, 'points' | 'reason'>
type Draft = { readonly one: number; readonly other: number; readonly points: Map<string, Point> }

/** Weighs what the pieces say of themselves, two by two. */
export class Evidence {
  /** By piece, everything it says. */
  readonly saidBy = new Map<number, Sign[]>()
  /** Values that so many have that they tell nothing, with who has them. */
  readonly common: { readonly kind: SignKind; readonly value: string; readonly pieces: readonly number[] }[] = []
  readonly #pieces: readonly Piece[]
  readonly #places: Places
  readonly #drafts = new Map<number, Draft>()
  readonly #values = new Map<string, Said[]>()
  readonly #ports = new Map<string, Said[]>()

  constructor(pieces: readonly Piece[], places: Places, signs: Signs) {
    this.#pieces = pieces
    this.#places = places
    for (const [file, said] of signs.entries()) {
      const piece = places.of(file)
      if (piece >= 0) for (const sign of said) this.#take(piece, sign)
    }
    for (const list of this.#ports.values()) this.#joinPorts(list)
    for (const list of this.#values.values()) this.#pair(list)
  }

  /** The strongest first. */
  cases(): Case[] {
    const ids = (one: number, other: number) => `${this.#pieces[one]!.id} ${this.#pieces[other]!.id}`
    return [...this.#drafts.values()]
      .map(draft => this.#judge(draft))
      .filter(({ points }) => points >= weigh.WORTH_TELLING)
      .sort((a, b) => b.points - a.points || a.since - b.since || byText(ids(a.one, a.other), ids(b.one, b.other)))
  }

  #take(piece: number, sign: Sign): void {
    const said = this.saidBy.get(piece)
    if (said) said.push(sign)
    else this.saidBy.set(piece, [sign])
    if (sign.kind === 'address of its own') this.#takeAddress(piece, sign)
    else if (weigh.weightOf(sign.kind)) add(this.#values, `${sign.kind} ${sign.value}`, { piece, sign })
  }

  #takeAddress(piece: number, sign: Sign): void {
    if (this.#places.isShared(sign.value)) return
    const owner = this.#places.of(sign.value)
    const points = weigh.addressWeightOf(sign)
    if (owner >= 0 && owner !== piece) {
      const reason = `${sign.source} says that ${this.#nameOf(piece)} has the address ${sign.value} of ${this.#nameOf(owner)}`
      this.#note(piece, owner, 'address', points, 'address of its own', reason, sign.first)
    } else if (owner < 0 && weigh.isManaging(sign)) add(this.#ports, sign.value, { piece, sign })
  }

  /** Nobody at that address was heard: the ports among themselves, each with the first. */
  #joinPorts(list: readonly Said[]): void {
    const [first, ...rest] = byPiece(list).slice(0, MOST_PORTS)
    for (const { piece, sign } of rest) {
      const since = Math.max(first!.sign.first, sign.first)
      const reason = `${sign.source} says of both that ${sign.value} is their address`
      this.#note(first!.piece, piece, 'address', 100, 'address of its own', reason, since)
    }
  }

  #pair(list: readonly Said[]): void {
    const said = byPiece(list)
    if (said.length < 2) return
    const { kind, value } = said[0]!.sign
    const weight = weigh.weightOf(kind)!
    if (said.length > weight.most) {
      this.common.push({ kind, value, pieces: said.map(({ piece }) => piece) })
      return
    }
    // Of many ports each with the first, so that their number does not count twice.
    const pairs = said.length > 8 ? said.slice(1).map(other => [said[0]!, other] as const) : pairsOf(said)
    for (const [one, other] of pairs) {
      const since = Math.max(one.sign.first, other.sign.first)
      const sources = [...new Set([one.sign.source, other.sign.source])].sort(byText).join(', ')
      const reason = `both give the ${kind} ${value} (${sources})`
      this.#note(one.piece, other.piece, weight.group, weight.points, kind, reason, since)
    }
  }

  #note(a: number, b: number, group: string, points: number, rule: string, reason: string, since: number): void {
    const [one, other] = a < b ? [a, b] : [b, a]
    const key = one * this.#pieces.length + other
    const draft: Draft = this.#drafts.get(key) ?? { one, other, points: new Map() }
    this.#drafts.set(key, draft)
    const known = draft.points.get(group)
    const point = { points, rule, reason, since }
    // Of one group the strongest counts; of equals the same one, whatever was learned first.
    if (!known || byStrength(point, known) < 0) draft.points.set(group, point)
  }

  #judge({ one, other, points }: Draft): Case {
    const signs = [...points.values()].sort(byStrength)
    const rule = signs[0]!.rule
    const all = [...signs, ...this.#circumstances(one, other, rule)]
    const sum = all.reduce((total, { points: worth }) => total + worth, 0)
    const since = signs.reduce((latest, sign) => Math.max(latest, sign.since), 0)
    return { one, other, points: sum, rule, reasons: all.map(({ reason }) => reason), since }
  }

  /** What alone makes no pair, and adds to or takes from one that there is. */
  #circumstances(one: number, other: number, rule: string): Circumstance[] {
    const [a, b] = [this.#pieces[one]!, this.#pieces[other]!]
    const found = this.#wordsInCommon(one, other, rule)
    if (a.macs.some(mac => b.macs.some(next => areNeighbours(mac, next)))) {
      found.push({ points: weigh.NEIGHBOURS, reason: 'their MAC addresses follow each other' })
    }
    return [...found, ...timesOf(a, b, rule)]
  }

  #wordsInCommon(one: number, other: number, rule: string): Circumstance[] {
    const shared = (kind: SignKind) => this.#sharedValue(one, other, kind)
    const found: Circumstance[] = []
    const product = rule === 'serial number' ? (shared('order number') ?? shared('maker')) : null
    if (product !== null) found.push({ points: weigh.SAME_PRODUCT, reason: `both are ${product}` })
    const domain = rule === 'host name' ? shared('domain') : null
    if (domain !== null) found.push({ points: weigh.DOMAIN, reason: `both are of the domain ${domain}` })
    const like = shared('behaviour') ?? shared('description')
    if (like !== null) found.push({ points: weigh.ALIKE, reason: `both say ${like.slice(0, 80)}` })
    return found
  }

  #sharedValue(one: number, other: number, kind: SignKind): string | null {
    const values = new Set(this.#saidOf(other, kind))
    return (
      this.#saidOf(one, kind)
        .sort(byText)
        .find(value => values.has(value)) ?? null
    )
  }

  #saidOf = (piece: number, kind: SignKind): string[] =>
    (this.saidBy.get(piece) ?? []).filter(sign => sign.kind === kind).map(({ value }) => value)

  #nameOf = (piece: number): string => nameOf(this.#pieces[piece]!)
}

export const nameOf = ({ ips, macs }: Piece): string => ips[0] ?? macs[0] ?? '?'

const v4Networks = ({ ips }: Piece): string[] => ips.filter(ip => !ip.includes(':')).map(networkOf)

function areSideBySide(a: Piece, b: Piece): boolean {
  if (a.macs.length === 0 || b.macs.length === 0) return false
  const networks = new Set(v4Networks(a))
  return v4Networks(b).some(network => networks.has(network))
}

function timesOf(a: Piece, b: Piece, rule: string): Circumstance[] {
  if (a.last < b.first || b.last < a.first) {
    const isMadeUp = ({ macs }: Piece) => macs.length > 0 && macs.every(isLocallyAdministered)
    return [
      { points: weigh.SUCCESSION, reason: 'one was there before the other came' },
      ...(isMadeUp(a) || isMadeUp(b)
        ? [{ points: weigh.MADE_UP_MAC, reason: 'a MAC address made up by software may change' }]
        : []),
    ]
  }
  if (rule === 'address of its own' || !areSideBySide(a, b)) return []
  const reason = 'but both are in one network at the same time, each with an address of its own'
  return [{ points: weigh.SIDE_BY_SIDE, reason }]
}

/** Each piece once, in order. */
function byPiece(list: readonly Said[]): Said[] {
  const first = new Map<number, Said>()
  for (const said of list) {
    const known = first.get(said.piece)
    if (!known || orderOf(said, known) < 0) first.set(said.piece, said)
  }
  return [...first.values()].sort((a, b) => a.piece - b.piece)
}

const byStrength = (a: Point, b: Point): number =>
  b.points - a.points || byText(a.reason, b.reason) || a.since - b.since

const orderOf = (a: Said, b: Said): number => a.sign.first - b.sign.first || byText(a.sign.source, b.sign.source)

function add(map: Map<string, Said[]>, key: string, said: Said): void {
  const list = map.get(key)
  if (list) list.push(said)
  else map.set(key, [said])
}
