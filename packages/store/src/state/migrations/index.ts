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
import * as obligations from './0010-obligations.ts'
import * as work from './0011-work.ts'
import * as evidence from './0013-evidence.ts'
import * as risk from './0015-risk.ts'
import * as destinations from './0016-destinations.ts'
import * as cluster from './0017-cluster.ts'
import * as findingsQueue from './0018-findings-queue.ts'
import * as playbooks from './0019-playbooks.ts'
import * as reports from './0020-reports.ts'
import * as farPackets from './0021-far-packets.ts'
import * as inward from './0022-inward.ts'
import * as brands from './0023-brands.ts'
import * as elsewhere from './0024-elsewhere.ts'
import * as directory from './0026-directory.ts'
import * as schedules from './0027-schedules.ts'
import * as counted from './0028-counted.ts'
import * as ways from './0029-ways.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-people': people,
  '0003-set-aside': setAside,
  '0004-rules': rules,
  '0006-doors': doors,
  '0007-told': told,
  '0008-incidents': incidents,
  '0010-obligations': obligations,
  '0011-work': work,
  '0013-evidence': evidence,
  '0016-destinations': destinations,
  '0009-escalation': escalation,
  '0017-cluster': cluster,
  '0015-risk': risk,
  '0018-findings-queue': findingsQueue,
  '0019-playbooks': playbooks,
  '0020-reports': reports,
  '0021-far-packets': farPackets,
  '0022-inward': inward,
  '0023-brands': brands,
  '0024-elsewhere': elsewhere,
  '0026-directory': directory,
  '0027-schedules': schedules,
  '0028-counted': counted,
  '0029-ways': ways,
}
