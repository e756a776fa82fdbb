// Which MAC sends as which IP address: the first thing to know of a device, learned from every frame.
import { type Frame, textOfMac } from '@nautilus/capture'
import type { Claim, Party } from '@nautilus/model'
import type { Sightings } from './sightings.ts'

/** Pairs of addresses remembered at once. */
export const MAX_BINDINGS = 131_072

/** A tag is plain, but a mirror may add or take one. */
const TAGGED = 0.8
/** Changes of the tag that are told at once. Who changes more often is mirrored twice, and told of after a pause, µs. */
const TAG_CHANGES = 8
const TAG_PAUSE = 1e6

export class Bindings {
  readonly #index = new Map<string, number>()
  readonly #parties: Party[] = []
  readonly #high: number[] = []
  readonly #low: number[] = []
  readonly #first: number[] = []
  readonly #last: number[] = []
  readonly #told: number[] = []
  readonly #frames: number[] = []
  readonly #tags: number[] = []
  /** How often the tag was new, and when last. */
  readonly #tagChanges: number[] = []
  readonly #taggedAt: number[] = []
  readonly #macs = new Set<string>()
  /** Pairs that found no place. */
  overflowed = 0

  /** MAC addresses that sent anything. */
  get senders(): number {
    return this.#macs.size
  }

  /** Whether binding `number` is of the MAC that sent this frame. */
  isOf(number: number, frame: Frame): boolean {
    const at = frame.sourceMac
    if (number < 0 || at < 0) return at < 0
    const { view } = frame.slab
    return this.#low[number] === view.getInt32(at + 2) && this.#high[number] === view.getUint16(at)
  }

  seen(number: number, at: number): void {
    if (number >= 0 && at > this.#last[number]!) this.#last[number] = at
  }

  /** The binding of the frame's sender as `ip`, made when new; -1 when the link layer has no addresses. */
  of(frame: Frame, ip: string, frameNumber: number): number {
    const at = frame.sourceMac
    if (at < 0 || (frame.slab.bytes[at]! & 1) === 1) return -1
    const mac = textOfMac(frame.slab.bytes, at)
    const key = `${mac} ${ip}`
    const known = this.#index.get(key)
    if (known !== undefined) return known
    if (this.#parties.length >= MAX_BINDINGS) {
      this.overflowed++
      return -1
    }
    const number = this.#parties.length
    const { view } = frame.slab
    this.#index.set(key, number)
    this.#parties.push({ mac, ip })
    this.#high.push(view.getUint16(at))
    this.#low.push(view.getInt32(at + 2))
    this.#first.push(frame.at)
    this.#last.push(frame.at)
    this.#told.push(-1)
    this.#frames.push(frameNumber)
    this.#tags.push(-1)
    this.#tagChanges.push(0)
    this.#taggedAt.push(0)
    this.#macs.add(mac)
    return number
  }

  /** Whether the binding's last tag that was told is another, or none, and it is time to tell. Untagged frames say nothing. */
  isTaggedAnew(number: number, vlan: number, at: number): boolean {
    if (vlan <= 0 || number < 0 || this.#tags[number] === vlan) return false
    return this.#tagChanges[number]! < TAG_CHANGES || Math.abs(at - this.#taggedAt[number]!) >= TAG_PAUSE
  }

  /**
   * Tells a new tag, and how long the one before lasted: who changes its VLAN and who is in several at once is told
   * apart by that. Call it before `seen`.
   */
  tag(number: number, { vlan, at }: Frame, frameNumber: number, sightings: Sightings): void {
    this.#tellTag(number, this.#last[number]!, frameNumber, sightings)
    this.#tags[number] = vlan
    this.#tagChanges[number]!++
    this.#taggedAt[number] = at
    this.#tellTag(number, at, frameNumber, sightings)
  }

  #tellTag(number: number, at: number, frame: number, sightings: Sightings): void {
    const vlan = this.#tags[number]!
    if (vlan < 0) return
    const claim: Omit<Claim, 'about'> = { attribute: 'vlan', value: String(vlan), confidence: TAGGED }
    sightings.claim(this.#parties[number]!, claim, 'frame tag', at, frame)
  }

  party(number: number): Party | null {
    return this.#parties[number] ?? null
  }

  /** Tells what is new or was seen again, with the tag it still carries. Repeats of claims are told after it. */
  tell(sightings: Sightings): void {
    for (const [number, party] of this.#parties.entries()) {
      const last = this.#last[number]!
      if (this.#told[number] === last) continue
      this.#told[number] = last
      sightings.bind(party, this.#first[number]!, last, this.#frames[number]!)
      this.#tellTag(number, last, this.#frames[number]!, sightings)
    }
  }
}
