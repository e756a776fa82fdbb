import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Dissector } from '../src/index.ts'
import { protocols } from '../src/index.ts'
import { type Conversation, readConversation } from './conversation.ts'

export type Fixture = { dissector: Dissector; name: string; path: string; conversation: Conversation }

const source = new URL('../src/', import.meta.url).pathname

/** Every conversation of every protocol; a protocol without one is an error. The folder has the protocol's name. */
export const fixtures: readonly Fixture[] = protocols.flatMap(dissector => {
  const folder = join(source, dissector.name, 'captures')
  const files = existsSync(folder) ? readdirSync(folder).filter(f => f.endsWith('.hex')) : []
  if (files.length === 0) throw new Error(`${dissector.name}: no conversation in ${folder}`)
  return files.sort().map(file => {
    const path = join(folder, file)
    return { dissector, name: `${dissector.name}/${file}`, path, conversation: readConversation(path) }
  })
})
