// Objects of STIX 2.1 under ids that stay: whoever takes two bundles in has everything once.
// https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
import { NAUTILUS, uuid5 } from '../uuid.ts'

export type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>

/** Of observables alone (section 2.9): everybody who sees the same address gives it the same id. */
const OBSERVABLES = '00abedb4-aa42-466c-9c01-fed23315a9b7'

/** RFC 8785, of what identifies observables: texts, numbers and lists of texts. */
const canonical = (value: Readonly<Record<string, unknown>>): string =>
  `{${Object.keys(value)
    .sort()
    .map(name => `${JSON.stringify(name)}:${JSON.stringify(value[name])}`)
    .join(',')}}`

/** `identifying`: what its id is made of; `more`: what else is said of it. */
export const observable = (
  type: string,
  identifying: Readonly<Record<string, unknown>>,
  more: object = {},
): StixObject => ({
  ...{ type, spec_version: '2.1', id: `${type}--${uuid5(OBSERVABLES, canonical(identifying))}` },
  ...identifying,
  ...more,
})

export const idOf = (type: string, name: string): string => `${type}--${uuid5(NAUTILUS, `stix:${type}:${name}`)}`

/** Version 2.0 of the Traffic Light Protocol, under the ids that FIRST and OASIS gave. */
const marks = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
} as const
export type Tlp = keyof typeof marks
export const tlps = Object.keys(marks) as readonly Tlp[]
const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

export const markOf = (tlp: Tlp): StixObject => ({
  ...{ type: 'marking-definition', spec_version: '2.1', id: `marking-definition--${marks[tlp]}` },
  ...{ created: '2022-10-01T00:00:00.000Z', name: `TLP:${tlp.toUpperCase()}` },
  extensions: { [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp } },
})

/** Everything of one bundle is made by one, marked alike, and there once. */
export class Objects {
  readonly #all = new Map<string, StixObject>()
  readonly #author: string
  readonly #mark: StixObject

  constructor(author: StixObject, tlp: Tlp) {
    this.#author = author.id
    this.#mark = markOf(tlp)
    this.#all.set(this.#mark.id, this.#mark)
    this.#all.set(author.id, { ...author, object_marking_refs: [this.#mark.id] })
  }

  /** `times`: when it came, and when it changed last; ISO 8601. */
  domain(type: string, name: string, times: readonly [string, string], said: object): string {
    const id = idOf(type, name)
    const [created, modified] = times
    const known = this.#all.get(id)
    // What two findings say of one thing: the newer stands, and it is as old as the older says.
    if (known && String(known.modified) >= modified) return id
    const first = known && String(known.created) < created ? String(known.created) : created
    this.#all.set(id, {
      ...{ type, spec_version: '2.1', id, created_by_ref: this.#author, created: first, modified },
      ...said,
      object_marking_refs: [this.#mark.id],
    })
    return id
  }

  observable(type: string, identifying: Readonly<Record<string, unknown>>, more: object = {}): string {
    const made = observable(type, identifying, { object_marking_refs: [this.#mark.id], ...more })
    this.#all.set(made.id, made)
    return made.id
  }

  relate(from: string, word: string, to: string, times: readonly [string, string]): void {
    const ends = { relationship_type: word, source_ref: from, target_ref: to }
    this.domain('relationship', `${from} ${word} ${to}`, times, ends)
  }

  get all(): readonly StixObject[] {
    return [...this.#all.values()]
  }
}
