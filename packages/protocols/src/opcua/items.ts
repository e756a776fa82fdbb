// Values and nodes as items: what a read, a write, a call or a notification touched.
import type { Item, Verb } from '@nautilus/model'
import type { Draft, Target, Valued } from './draft.ts'
import { type Memory, nodeOf } from './memory.ts'
import { attributeOf, VALUE } from './services.ts'

/** More than these are counted, not listed. */
const MOST_ITEMS = 512
const MOST_NAMED = 8

/** `ns=2;s=Line1.Value1`, another attribute than the value behind an `@`, a part of an array in brackets. */
export function nameOf({ node, attribute, range }: Target): string {
  const part = range ? `[${range}]` : ''
  return attribute === 0 || attribute === VALUE ? node + part : `${node}@${attributeOf(attribute)}${part}`
}

type Access = Item['access']

/** What these name is a point; what others name is only a node. */
const TOUCHES: ReadonlySet<Verb> = new Set<Verb>(['read', 'write', 'edit', 'call', 'subscribe', 'acknowledge', 'mode'])
const CHANGES: ReadonlySet<Verb> = new Set<Verb>([
  'write',
  'call',
  'edit',
  'configure',
  'delete',
  'acknowledge',
  'mode',
])

const nowhere = (object: string, access: Access, attribute = 0): Item => ({
  object,
  access,
  type: 'raw',
  count: 0,
  in: 'nowhere',
  at: 0,
  native: attribute > 0 ? { attribute } : {},
})

function valueItem(
  { value, name }: Valued,
  object: string,
  access: Access,
  side: 'request' | 'reply',
  attribute = 0,
): Item {
  const path = name ? `${object} ${name}` : object
  if (value.type === null || value.count === 0) return nowhere(path, access, attribute)
  return {
    object: path,
    access,
    type: value.type,
    count: value.count,
    in: side,
    at: value.at,
    native: attribute > 0 ? { type: value.kind, attribute } : { type: value.kind },
  }
}

/** One item, or one for each text of an array. */
function valueItems(valued: Valued, object: string, access: Access, side: 'request' | 'reply', attribute = 0): Item[] {
  const { elements } = valued.value
  if (elements.length === 0) return [valueItem(valued, object, access, side, attribute)]
  return elements.map((value, index) => valueItem({ ...valued, value }, `${object}[${index}]`, access, side, attribute))
}

export function itemsOf(verb: Verb, asked: Draft | null, answered: Draft | null, memory: Memory): Item[] {
  if (answered?.notified) return notified(answered, memory)
  const targets = asked?.targets ?? []
  const access = CHANGES.has(verb) ? 'write' : 'read'
  const items: Item[] = []
  const add = (values: readonly Valued[], how: Access, side: 'request' | 'reply'): void => {
    for (const valued of values) {
      const target = targets[valued.of]
      if (target && items.length < MOST_ITEMS) {
        items.push(...valueItems(valued, nameOf(target), how, side, target.attribute))
      }
    }
  }
  add(asked?.values ?? [], access, 'request')
  add(answered?.values ?? [], 'read', 'reply')
  if (items.length > 0 || !asked || !TOUCHES.has(verb)) return items
  return targets.slice(0, MOST_ITEMS).map(target => nowhere(nameOf(target), access, target.attribute))
}

function notified({ values, subscription }: Draft, memory: Memory): Item[] {
  return values
    .slice(0, MOST_ITEMS)
    .flatMap(valued => valueItems(valued, nodeOf(memory, subscription, valued.of), 'read', 'reply'))
}

/** The nodes that were named, the first of many. */
export function objectOf(asked: Draft | null, items: readonly Item[]): string {
  const names = asked && asked.targets.length > 0 ? asked.targets.map(nameOf) : items.map(item => item.object)
  const different = [...new Set(names)]
  const more = different.length - MOST_NAMED
  return different.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
