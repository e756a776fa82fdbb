// What the readers of services fill in.
import type { Attribute } from '@nautilus/model'
import type { Value } from './variant.ts'

/** A node that a message names, with the attribute and part of it. */
export type Target = { readonly node: string; readonly attribute: number; readonly range: string }
/** A value, of which target; of a notification, of which client handle. `name` tells arguments and fields apart. */
export type Valued = { readonly of: number; readonly value: Value; readonly name: string }
export type Fact = { readonly attribute: Attribute; readonly value: string; readonly confidence: number }

export type Draft = {
  readonly targets: Target[]
  readonly values: Valued[]
  readonly statuses: number[]
  readonly detail: Record<string, string | number>
  /** Of the one who sent it. */
  readonly facts: Fact[]
  /** Client handles of monitored items, in the order of the targets. */
  readonly handles: number[]
  /** The subscription that it is about; -1 of none. */
  subscription: number
  /** Of the service. */
  result: number
  /** Values are those of client handles. */
  notified: boolean
  /** The bytes ended before the service did. */
  cut: boolean
}

export const openDraft = (): Draft => ({
  targets: [],
  values: [],
  statuses: [],
  detail: {},
  facts: [],
  handles: [],
  subscription: -1,
  result: 0,
  notified: false,
  cut: false,
})

/** What is kept of one message; the rest is counted. */
export const MOST = 1024

export function addTarget({ targets }: Draft, node: string, attribute = 0, range = ''): void {
  if (targets.length < MOST) targets.push({ node, attribute, range })
}

export function addValue({ values }: Draft, of: number, value: Value, name = ''): void {
  if (values.length < MOST) values.push({ of, value, name })
}

export function addStatus({ statuses }: Draft, status: number): void {
  if (statuses.length < MOST) statuses.push(status)
}

export function addFact({ facts }: Draft, attribute: Attribute, value: string, confidence: number): void {
  if (value && facts.length < 64 && !facts.some(f => f.attribute === attribute && f.value === value)) {
    facts.push({ attribute, value, confidence })
  }
}
