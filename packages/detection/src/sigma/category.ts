// What a rule may ask: sources and their fields, one table for matching, for checking and for the documentation.
import type { Event, EventOf, Kind, Who } from '../event.ts'
import type { Context } from '../rule.ts'

/** Null, or no element: the field is not there. */
export type Value = string | number | boolean | null | readonly (string | number)[]

/** `values`: numbers or texts. `address` takes networks too. Fields of several values match when one of them does. */
export type FieldType = 'text' | 'number' | 'flag' | 'address' | 'values'

export type Field = {
  readonly name: string
  readonly type: FieldType
  /** For people: what it is, and of which unit. */
  readonly says: string
  /** The only words there are, where the list is closed. */
  readonly words?: readonly string[]
  readonly get: (event: Event, context: Context) => Value
  /** What it is counted and grouped by, where that is not the value. */
  readonly key?: (event: Event) => string
}

export type Ends = { readonly source: Who | null; readonly target: Who | null }

export type Category = {
  readonly name: string
  readonly kind: Kind
  readonly says: string
  readonly fields: ReadonlyMap<string, Field>
  /** How often what an event tells happened; null where each event is one. */
  readonly amount: Field | null
  readonly ends: (event: Event) => Ends
  /** What was touched, for `rules test`: an object, an attribute, a code, a rule. */
  readonly object: Field
  /** One sentence: who did what to whom. */
  readonly sentence: (event: Event) => string
}

type FieldOf<K extends Kind> = Omit<Field, 'name' | 'get' | 'key'> & {
  readonly get: (event: EventOf<K>, context: Context) => Value
  readonly key?: (event: EventOf<K>) => string
}
export type FieldsOf<K extends Kind> = Readonly<Record<string, FieldOf<K>>>

type CategorySpec<K extends Kind> = {
  readonly name: string
  readonly kind: K
  readonly says: string
  readonly fields: FieldsOf<K>
  readonly amount: string | null
  readonly object: string
  readonly ends: (event: EventOf<K>) => Ends
  readonly sentence: (event: EventOf<K>) => string
}

/** With the type of its events erased: the engine asks a rule only about events of its kind. */
export function defineCategory<K extends Kind>(spec: CategorySpec<K>): Category {
  const { fields: declared, amount, object, ...rest } = spec
  const fields = new Map(
    Object.entries(declared).map(([name, field]) => [name, { name, ...field } as unknown as Field]),
  )
  return {
    ...rest,
    fields,
    amount: amount === null ? null : fields.get(amount)!,
    object: fields.get(object)!,
  } as unknown as Category
}

/** Where values of a rule come from: an event, or an example that a person wrote. */
export type Subject = {
  readonly valueOf: (field: Field) => Value
  readonly keyOf: (field: Field) => string
}

export const subjectOf = (event: Event, context: Context): Subject => ({
  valueOf: field => field.get(event, context),
  keyOf: field => (field.key ? field.key(event) : keyOfValue(field.get(event, context))),
})

export const keyOfValue = (value: Value): string =>
  value === null ? '' : typeof value === 'object' ? value.map(String).join(' ') : String(value)
