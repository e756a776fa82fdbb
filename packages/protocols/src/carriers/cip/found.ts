// What the decoders of single services hand to the meaning of a CIP message.
import type { Claim, FunctionRef, Item, Verb } from '@nautilus/model'
import type { Cip } from './message.ts'

export type Found = {
  object: string
  items: Item[]
  detail: Record<string, string | number>
  claims: Claim[]
  /** Where what is carried inside says more than the service. */
  function?: FunctionRef
  verb?: Verb
  refusal?: FunctionRef
}

/** A request, the reply that carries its data if it was done, and where it went. */
export type Asked = {
  readonly request: Cip
  readonly done: Cip | null
  readonly object: string
  readonly route: string
}

export const nothing = (object: string): Found => ({ object, items: [], detail: {}, claims: [] })

type Native = Item['native']

/** An item of bytes without a known type, or of none where no message holds them. */
export const rawItem = (
  object: string,
  access: Item['access'],
  carrier: Cip | null,
  at: number,
  native: Native,
): Item => {
  const count = carrier ? carrier.end - at : 0
  return count > 0
    ? { object, access, type: 'raw', count, in: carrier!.reply ? 'reply' : 'request', at, native }
    : { object, access, type: 'raw', count: 0, in: 'nowhere', at: 0, native }
}
