// Every kind shows what an event would be there, and nothing of it is secret.
import { topicOf } from '@nautilus/model'
import { expect, test } from 'vitest'
import { filledIn, kinds } from '../src/index.ts'
import { everyEvent, targetOf } from './samples.ts'

test.each(kinds.map(kind => [kind.id, kind] as const))('%s shows every topic that it takes', (_, kind) => {
  const settings = filledIn(
    kind.fields,
    Object.fromEntries(kind.fields.filter(each => each.isSecret).map(({ name }) => [name, `hush-${name}`])),
  )
  for (const event of everyEvent.filter(each => kind.topics.includes(topicOf(each.kind)))) {
    const shown = kind.shows(event, targetOf(settings))
    const text = typeof shown === 'string' ? shown : JSON.stringify(shown)
    expect(text.length, event.kind).toBeGreaterThan(50)
    expect(text).not.toContain('hush-')
  }
})
