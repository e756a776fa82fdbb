// Approved work, as the API describes it.
import { verbs } from '@nautilus/model'
import { type TSchema, Type } from 'typebox'
import { Micro, nullable, SitePath, Time } from './schemas.ts'

/** Null comes first: a form sends what is empty, and that is nothing. */
const orNull = <T extends TSchema>(schema: T) => Type.Union([Type.Null(), schema])
const text = (most: number) => Type.String({ maxLength: most })
const word = orNull(text(200))
const list = Type.Array(text(200), { maxItems: 200 })
const When = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'Wall time of the order’s zone: 2026-01-12T02:00.',
})

export const Window = Type.Object(
  {
    from: When,
    to: When,
    repeat: orNull(Type.String({ maxLength: 500, description: 'RFC 5545: FREQ=WEEKLY;BYDAY=MO.' })),
    except: Type.Array(When, { maxItems: 500, description: 'Beginnings that are left out.' }),
  },
  { additionalProperties: false },
)

export const Work = Type.Object(
  {
    title: text(200),
    assets: Type.Array(text(200), {
      maxItems: 200,
      description: 'An address, a network, zone:NAME, list:NAME, an id, or what a device is called.',
    }),
    verbs: orNull(Type.Array(Type.Union(verbs.map(verb => Type.Literal(verb))), { maxItems: 50 })),
    sources: orNull(list),
    tools: orNull(list),
    person: word,
    company: word,
    laptop: orNull(Type.String({ maxLength: 200, description: 'MAC address, address or name; counts as a source.' })),
    contact: word,
    note: orNull(text(4000)),
    timeZone: Type.String({ minLength: 1, maxLength: 60 }),
    windows: Type.Array(Window, { maxItems: 100 }),
  },
  { additionalProperties: false },
)

export const OrderId = Type.String({ minLength: 1, maxLength: 120, pattern: '^[A-Za-z0-9][\\w.:@+-]*$' })
export const OrderPath = Type.Object({ ...SitePath.properties, order: OrderId })

export const State = Type.Union([Type.Literal('waiting'), Type.Literal('approved'), Type.Literal('cancelled')])
const text0 = nullable(Type.String())
export const Order = Type.Object({
  site: Type.String(),
  id: Type.String(),
  version: Type.Integer(),
  state: State,
  force_version: nullable(Type.Integer({ description: 'The version that holds; null: none does.' })),
  work: Work,
  made_by: text0,
  made_at: Time,
  changed_by: text0,
  changed_at: Time,
  approved_by: text0,
  approved_at: nullable(Time),
})
export const Step = Type.Object({
  seq: Type.Integer(),
  version: Type.Integer(),
  step: Type.Union(['created', 'changed', 'approved', 'cancelled', 'imported'].map(step => Type.Literal(step))),
  reason: text0,
  who: Type.String(),
  at: Time,
  work: Work,
})
export const Occurrence = Type.Object({ id: Type.String(), version: Type.Integer(), from: Micro, to: Micro })
export const Faults = Type.Array(Type.Object({ line: Type.Integer(), message: Type.String() }))
