// Events after CloudEvents 1.0, in binary form: attributes beside the body. https://github.com/cloudevents/spec
import type { OutwardEvent } from '@nautilus/model'
import type { Target } from './kind.ts'
import { ocsfOf } from './ocsf/event.ts'
import { mapped, timeOf, toldOf } from './told.ts'

/** The body, in the form that people chose. */
export const plainOf = (event: OutwardEvent, target: Target): string =>
  JSON.stringify(
    target.settings.body === 'ocsf' ? ocsfOf(event, target) : mapped(toldOf(event, target), target.mapping),
  )

/** `prefix`: each protocol has its own for attributes; the type of the body has none. */
export const cloudHeaders = (event: OutwardEvent, prefix: string): readonly (readonly [string, string])[] => [
  [`${prefix}specversion`, '1.0'],
  [`${prefix}id`, event.id],
  [`${prefix}source`, `/nautilus/${encodeURIComponent(event.tenant)}/${encodeURIComponent(event.site ?? '')}`],
  [`${prefix}type`, event.test ? 'ot.test' : `ot.${event.kind}`],
  [`${prefix}time`, timeOf(event.at)],
  [`${prefix}subject`, event.object],
  ['content-type', 'application/json'],
]
