// Destinations as the API writes and tells them.
import { outwardTopics, severities } from '@nautilus/model'
import { Type } from 'typebox'
import { Document, Micro, Name, nullable, TenantPath, Time, Uuid } from './schemas.ts'

const words = <const T extends readonly string[]>(all: T) =>
  Type.Union(all.map(word => Type.Literal(word as T[number])))
const strict = { additionalProperties: false }
const word = Type.String({ minLength: 1, maxLength: 60, pattern: '^[A-Za-z@_][\\w.@-]*$' })

export const Filter = Type.Object(
  {
    topics: Type.Array(words(outwardTopics), { minItems: 1, uniqueItems: true }),
    severity: Type.Union(
      severities.map(severity => Type.Literal(severity)),
      { description: 'The least of findings and incidents.' },
    ),
    sites: Type.Array(Name, { maxItems: 500, uniqueItems: true, description: 'None: all sites.' }),
    exercises: Type.Boolean({ description: 'What was played is told too.' }),
  },
  strict,
)

export const Mapping = Type.Object(
  {
    rename: Type.Record(word, word, {
      maxProperties: 100,
      description: 'Names of fields, and what they are called there.',
    }),
    add: Type.Record(word, Type.String({ maxLength: 500 }), {
      maxProperties: 100,
      description: 'Texts in every event.',
    }),
  },
  strict,
)

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const settings = Type.Record(Type.String({ minLength: 1, maxLength: 60 }), Type.String({ maxLength: 20_000 }), {
  maxProperties: 50,
  description: 'By field of the kind. A secret that is left out stays as it is; an empty one goes.',
})

export const Changed = Type.Object(
  { name, settings, filter: Filter, mapping: Mapping, enabled: Type.Boolean() },
  strict,
)
export const Made = Type.Object({ kind: Type.String({ minLength: 1, maxLength: 40 }), ...Changed.properties }, strict)

const text = nullable(Type.String())
/** What a person fills in, of a system that is told or asked. */
export const Field = Type.Object({
  name: Type.String(),
  type: words(['text', 'lines', 'url', 'number', 'flag', 'choice']),
  isSecret: Type.Boolean(),
  isRequired: Type.Boolean(),
  choices: Type.Array(Type.String()),
  otherwise: Type.String(),
})
export const KindRow = Type.Object({
  id: Type.String(),
  fields: Type.Array(Field),
  topics: Type.Array(words(outwardTopics)),
  keeps: words(['events', 'states']),
  guarantee: Type.String(),
})

export const Row = Type.Object({
  id: Uuid,
  kind: Type.String(),
  name: Type.String(),
  settings: Type.Record(Type.String(), Type.String(), { description: 'Without what is secret.' }),
  secrets: Type.Array(Type.String(), { description: 'Names of secrets that are there.' }),
  filter: Filter,
  mapping: Mapping,
  enabled: Type.Boolean(),
  version: Type.Integer(),
  changed_by: text,
  changed_at: Time,
  state: words(['ok', 'waiting', 'broken', 'fault']),
  next_at: Time,
  last_error: text,
  last_error_at: nullable(Time),
  last_sent_at: nullable(Time),
  sent: Type.Integer(),
  refused: Type.Integer(),
  dropped: Type.Integer({ description: 'Given up because it was too far behind.' }),
  failures: Type.Integer(),
  replaying: Type.Boolean(),
  waiting: Type.Integer({ description: 'Events behind what it has.' }),
  oldest: nullable(Micro),
  dead: Type.Integer({ description: 'Refused for good; a person decides.' }),
})

export const Tried = Type.Object({
  kind: words(['delivered', 'refused', 'retry', 'fault']),
  why: Type.String(),
  field: nullable(Type.String({ description: 'Of the settings, where what is wrong is most likely.' })),
})

export const Looked = Type.Object(
  { kind: Type.String({ minLength: 1, maxLength: 40 }), settings, filter: Filter, mapping: Mapping },
  strict,
)
export const Look = Type.Object({
  of: Type.Union(
    (['sent', 'held', 'none'] as const).map(word => Type.Literal(word)),
    { description: 'held: the filter lets none pass, and this is the latest; none: an example, for want of anything.' },
  ),
  topic: words(outwardTopics),
  object: Type.String(),
  title: Type.String(),
  text: Type.String({ description: 'As it would be sent; what is not text as JSON. Nothing in it is secret.' }),
})

export const Letter = Type.Object({
  id: Uuid,
  event: Document,
  reason: Type.String(),
  made_at: Time,
  again_at: nullable(Time),
})

export const DestinationPath = Type.Object({ ...TenantPath.properties, destination: Uuid })
export const Period = Type.Object({ from: Micro, to: Type.Optional(Micro) }, strict)
export const Which = Type.Object(
  { ids: nullable(Type.Array(Uuid, { minItems: 1, maxItems: 500, description: 'Null: all.' })) },
  strict,
)
export const Count = Type.Object({ count: Type.Integer() })
