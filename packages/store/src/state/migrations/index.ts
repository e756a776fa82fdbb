// Forward only: a file that was released is never changed; the next change is the next file.
import type { Migration } from 'kysely/migration'
import * as first from './0001-first.ts'
import * as people from './0002-people.ts'
import * as setAside from './0003-set-aside.ts'
import * as rules from './0004-rules.ts'
import * as doors from './0006-doors.ts'
import * as told from './0007-told.ts'
import * as incidents from './0008-incidents.ts'
import * as escalation from './0009-escalation.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-people': people,
  '0003-set-aside': setAside,
  '0004-rules': rules,
  '0006-doors': doors,
  '0007-told': told,
  '0008-incidents': incidents,
  '0009-escalation': escalation,
}
