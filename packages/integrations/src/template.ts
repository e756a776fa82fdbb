// Names of topics, subjects and folders, made of what an event is about: `ot.{topic}.{site}`.
import { type OutwardEvent, topicOf } from '@nautilus/model'

export const placeholders = ['tenant', 'site', 'topic', 'kind', 'rule'] as const
type Placeholder = (typeof placeholders)[number]

/** Nothing in it is a separator, a wildcard or a way up. */
const plain = (text: string): string => text.replaceAll(/[^\w-]/g, '_') || '_'

function partOf(name: Placeholder, event: OutwardEvent): string {
  if (name === 'topic') return topicOf(event.kind)
  if (name === 'rule') return event.finding?.rule ?? 'none'
  if (name === 'kind') return event.kind.split('.')[1] ?? event.kind
  return event[name] ?? 'all'
}

export const nameOf = (template: string, event: OutwardEvent): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: Placeholder) =>
    placeholders.includes(name) ? plain(partOf(name, event)) : whole,
  )

/** Why it is no template; `rest`: what may stand outside of the brackets. */
export function templateFault(template: string, rest: RegExp): string | null {
  const unknown = [...template.matchAll(/\{(\w*)\}/g)].find(([, name]) => !placeholders.includes(name as Placeholder))
  if (unknown) return `has ${unknown[0]}, and may have {${placeholders.join('}, {')}}`
  return rest.test(template.replaceAll(/\{\w+\}/g, 'x')) ? null : 'has a character that may not be in such a name'
}
