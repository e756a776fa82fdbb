// The one list: a new destination is a folder and a line.
import type { Kind } from './kind.ts'
import { splunk } from './splunk/index.ts'
import { webhook } from './webhook/index.ts'

export const kinds: readonly Kind[] = [webhook, splunk]

export const kindOf = (id: string): Kind | null => kinds.find(kind => kind.id === id) ?? null
