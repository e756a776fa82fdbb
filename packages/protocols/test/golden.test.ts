import { describe, expect, test } from 'vitest'
import { fixtures } from './captures.ts'
import { messagesOf, recordsOf } from './conversation.ts'

describe('conversations mean what their golden file says', () => {
  for (const { dissector, name, path, conversation } of fixtures) {
    if (!conversation.ours) {
      test(`${name} is refused`, () => {
        for (const { from, bytes } of conversation.chunks) expect(dissector.recognize(bytes, from)).toBeLessThan(0)
      })
      continue
    }
    test(name, async () => {
      const lines = recordsOf(dissector, conversation).map(record => JSON.stringify(record))
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(path.replace(/\.hex$/, '.expected.jsonl'))
    })
  }
})

describe('every fault that a folder can report shows in one of its conversations', () => {
  for (const dissector of new Set(fixtures.map(f => f.dissector))) {
    test(dissector.name, async () => {
      const { readdirSync, readFileSync } = await import('node:fs')
      const folder = new URL(`../src/${dissector.name}/`, import.meta.url)
      const code = readdirSync(folder)
        .filter(f => f.endsWith('.ts'))
        .map(f => readFileSync(new URL(f, folder), 'utf8'))
        .join('\n')
      const declared = new Set(code.match(new RegExp(`(?<=')${dissector.name}\\.[a-z0-9-]+(?=')`, 'g')) ?? [])
      const mine = fixtures.filter(f => f.dissector === dissector)
      const shown = mine.flatMap(f =>
        messagesOf(dissector, f.conversation).flatMap(m =>
          'malformed' in m ? [m.malformed] : m.oddities.map(o => o.replace(/@.*/, '')),
        ),
      )
      expect([...declared].filter(c => !shown.includes(c))).toEqual([])
    })
  }
})
