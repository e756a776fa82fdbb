// Which pieces are one device, after the evidence, what speaks against it, and the rules of people.
import type { Join } from '@nautilus/model'
import { byText } from '../seen.ts'
import type { TrafficLog } from '../traffic.ts'
import { contradictionOf } from './acquaintance.ts'
import { type Case, Evidence, nameOf } from './evidence.ts'
import { type Judged, joinOf } from './join.ts'
import type { Piece, Places } from './pieces.ts'
import type { IdentityRule, Rules } from './rules.ts'
import type { Signs } from './signs.ts'
import { ENOUGH } from './weights.ts'

/** Pieces of one device. A chain of joins longer than this is a mistake or an attack. */
const MOST_PIECES = 512
/** Signs that many have tell of their owners this many. */
const MOST_NAMED = 4

/** How sure a join by evidence is at most. */
const SUREST = 0.95

export class Merge {
  /** By piece. */
  readonly joins: Join[][]
  /** Rules that named no two devices. */
  idle = 0
  readonly #pieces: readonly Piece[]
  readonly #places: Places
  readonly #log: TrafficLog
  readonly #rules: Rules
  readonly #evidence: Evidence
  readonly #parent: number[]
  readonly #members: number[][]
  #talked: Set<number> | null = null

  constructor(pieces: readonly Piece[], places: Places, signs: Signs, log: TrafficLog, rules: Rules) {
    this.#pieces = pieces
    this.#places = places
    this.#log = log
    this.#rules = rules
    this.#parent = pieces.map((_, index) => index)
    this.#members = pieces.map((_, index) => [index])
    this.joins = pieces.map(({ joins }) => [...joins])
    for (const rule of rules.list) this.#obey(rule)
    this.#evidence = new Evidence(pieces, places, signs)
    for (const found of this.#evidence.cases()) this.#try(found)
    for (const shared of this.#evidence.common) this.#tellCommon(shared.kind, shared.value, shared.pieces)
  }

  /** The pieces of each device, each device by its first piece. */
  groups(): number[][] {
    return this.#members.filter((members, index) => this.#parent[index] === index && members.length > 0)
  }

  #rootOf(piece: number): number {
    let at = piece
    while (this.#parent[at] !== at) {
      this.#parent[at] = this.#parent[this.#parent[at]!]!
      at = this.#parent[at]!
    }
    return at
  }

  /** The smaller number stays the root: the piece seen first. */
  #unite(one: number, other: number): void {
    const [root, joined] = one < other ? [one, other] : [other, one]
    this.#parent[joined] = root
    this.#members[root]!.push(...this.#members[joined]!)
    this.#members[joined] = []
  }

  #obey(rule: IdentityRule): void {
    const known = rule.addresses.map(address => this.#places.of(address)).filter(piece => piece >= 0)
    if (known.length < 2) this.idle++
    const pieces = [...new Set(known)].sort((a, b) => a - b)
    const { addresses, by, why, at } = rule
    const told = { addresses, rule: 'rule of a person', reasons: [why], confidence: 1, since: at, by }
    if (rule.kind === 'same') this.#uniteAll(pieces, told)
    else for (const piece of pieces) this.joins[piece]!.push(joinOf({ ...told, verdict: 'different' }))
  }

  #uniteAll([first, ...rest]: readonly number[], told: Omit<Judged, 'verdict'>): void {
    if (first === undefined) return
    this.joins[first]!.push(joinOf({ ...told, verdict: 'same' }))
    for (const piece of rest) {
      const [one, other] = [this.#rootOf(first), this.#rootOf(piece)]
      const newer = this.#rules.apartAny(this.#addressesOf(one), this.#addressesOf(other))
      if (!newer && one !== other) this.#unite(one, other)
      if (!newer) continue
      const reasons = [...told.reasons, `but ${newer.by} said otherwise: ${newer.why}`]
      this.joins[piece]!.push(joinOf({ ...told, reasons, verdict: 'different' }))
    }
  }

  #try({ one, other, points, rule, reasons, since }: Case): void {
    const [a, b] = [this.#rootOf(one), this.#rootOf(other)]
    if (a === b) return this.#support({ one, other, points, rule, reasons, since })
    const addresses = [nameOf(this.#pieces[one]!), nameOf(this.#pieces[other]!)]
    const against = points < ENOUGH ? 'nothing else says that they are one device' : this.#against(a, b)
    if (against === null) {
      this.#unite(a, b)
      const confidence = Math.min(SUREST, 0.8 + (points - ENOUGH) / 500)
      this.joins[one]!.push(
        joinOf({ verdict: 'same', addresses, rule, reasons, confidence: rounded(confidence), since }),
      )
      return
    }
    // The more spoke for it, the less sure is the refusal.
    const confidence = points < ENOUGH ? rounded(0.9 - points / 250) : 0.8
    const refusal = joinOf({ verdict: 'different', addresses, rule, reasons: [...reasons, against], confidence, since })
    this.joins[one]!.push(refusal)
    this.joins[other]!.push(refusal)
  }

  /** Already one device: further evidence is told where it would have been enough alone. */
  #support({ one, other, points, rule, reasons, since }: Case): void {
    if (points < ENOUGH) return
    const addresses = [nameOf(this.#pieces[one]!), nameOf(this.#pieces[other]!)]
    const confidence = rounded(Math.min(SUREST, 0.8 + (points - ENOUGH) / 500))
    this.joins[one]!.push(joinOf({ verdict: 'same', addresses, rule, reasons, confidence, since }))
  }

  /** What keeps two devices apart, as a sentence; null when nothing does. */
  #against(a: number, b: number): string | null {
    const [ones, others] = [this.#members[a]!, this.#members[b]!]
    if (ones.length + others.length > MOST_PIECES) return `more than ${MOST_PIECES} addresses would be one device`
    const rule = this.#rules.apartAny(this.#addressesOf(a), this.#addressesOf(b))
    if (rule) return `but ${rule.by} says that they are different: ${rule.why}`
    for (const one of ones) {
      for (const other of others) {
        if (this.#haveTalked(one, other)) {
          return `but ${nameOf(this.#pieces[one]!)} and ${nameOf(this.#pieces[other]!)} talk to each other`
        }
      }
    }
    const contradiction = contradictionOf(this.#saidBy(ones), this.#saidBy(others))
    return contradiction && `but ${contradiction}`
  }

  #saidBy = (pieces: readonly number[]) => pieces.flatMap(piece => this.#evidence.saidBy.get(piece) ?? [])

  #addressesOf = (root: number): string[] => this.#members[root]!.flatMap(piece => this.#pieces[piece]!.addresses)

  #haveTalked(one: number, other: number): boolean {
    this.#talked ??= this.#pairsThatTalked()
    const [low, high] = one < other ? [one, other] : [other, one]
    return this.#talked.has(low * this.#pieces.length + high)
  }

  /** An answer was seen: nobody asks himself over the wire. */
  #pairsThatTalked(): Set<number> {
    const pairs = new Set<number>()
    for (const { clientFile, serverFile, verbs, first } of this.#log.values()) {
      const client = this.#places.of(clientFile, first)
      const server = this.#places.of(serverFile, first)
      if (client < 0 || server < 0 || client === server) continue
      if (![...verbs.values()].some(({ ok, refused }) => ok + refused > 0)) continue
      pairs.add(Math.min(client, server) * this.#pieces.length + Math.max(client, server))
    }
    return pairs
  }

  #tellCommon(kind: string, value: string, pieces: readonly number[]): void {
    const sorted = pieces.toSorted((a, b) => a - b)
    const names = sorted.slice(0, MOST_NAMED).map(piece => nameOf(this.#pieces[piece]!))
    const reason = `${pieces.length} devices give the ${kind} ${value}: a default of the maker, or copies`
    for (const piece of sorted) {
      const own = nameOf(this.#pieces[piece]!)
      const addresses = [own, ...names.filter(name => name !== own)].slice(0, MOST_NAMED)
      this.joins[piece]!.push(
        joinOf({
          verdict: 'different',
          addresses,
          rule: kind,
          reasons: [reason],
          confidence: 0.9,
          since: this.#pieces[piece]!.first,
        }),
      )
    }
  }
}

const rounded = (confidence: number): number => Math.round(100 * confidence) / 100

/** Each judgement once, joins first. */
export function told(joins: readonly Join[]): Join[] {
  const once = new Map<string, Join>()
  for (const join of joins) {
    const known = once.get(join.id)
    if (
      !known ||
      join.confidence > known.confidence ||
      (join.confidence === known.confidence && join.since < known.since)
    ) {
      once.set(join.id, join)
    }
  }
  return [...once.values()].sort(
    (a, b) => byText(b.verdict, a.verdict) || b.confidence - a.confidence || a.since - b.since || byText(a.id, b.id),
  )
}
