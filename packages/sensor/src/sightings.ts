import type { Claim, Party, Sighting } from '@nautilus/model'

/** Different claims remembered at once, to tell news from repetition. Beyond it the memory starts anew. */
export const MAX_CLAIMS = 65_536

type Known = { sighting: Sighting; last: number; told: number }

/** Turns claims into sightings: each new claim once, and again with a later `last` when it is repeated. */
export class Sightings {
  #known = new Map<string, Known>()
  #news: Sighting[] = []

  claim(
    party: Party,
    { attribute, value, confidence }: Omit<Claim, 'about'>,
    source: string,
    at: number,
    frame: number,
  ) {
    const key = `${party.mac} ${party.ip} ${attribute} ${value} ${source}`
    const known = this.#known.get(key)
    if (known) {
      known.last = Math.max(known.last, at)
      return
    }
    if (this.#known.size >= MAX_CLAIMS) this.repeat()
    const sighting = { party, attribute, value, source, confidence, first: at, last: at, frame }
    this.#known.set(key, { sighting, last: at, told: at })
    this.#news.push(sighting)
  }

  /** A binding: this MAC sends as this IP address. Repetition is the caller's to tell. */
  bind(party: Party, first: number, last: number, frame: number): void {
    this.#news.push({
      party,
      attribute: 'binding',
      value: party.ip,
      source: 'frame',
      confidence: 1,
      first,
      last,
      frame,
    })
  }

  /** Queues claims that were repeated since they were told. */
  repeat(): void {
    for (const known of this.#known.values()) {
      if (known.last === known.told) continue
      known.told = known.last
      this.#news.push({ ...known.sighting, last: known.last })
    }
    if (this.#known.size >= MAX_CLAIMS) this.#known = new Map()
  }

  get waiting(): number {
    return this.#news.length
  }

  collect(): Sighting[] {
    const news = this.#news
    this.#news = []
    return news
  }
}
