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

/** Names without the prefix that each protocol has of its own. */
export const cloudHeaders = (event: OutwardEvent): readonly (readonly [string, string])[] => [
  ['specversion', '1.0'],
  ['id', event.id],
  ['source', `/nautilus/${encodeURIComponent(event.tenant)}/${encodeURIComponent(event.site ?? '')}`],
  ['type', event.test ? 'ot.test' : `ot.${event.kind}`],
  ['time', timeOf(event.at)],
  ['subject', event.object],
  ['content-type', 'application/json'],
]
