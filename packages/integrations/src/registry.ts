// The one list: a new destination is a folder and a line.
import { elastic } from './elastic/index.ts'
import { ocsfFiles } from './files/index.ts'
import { kafka } from './kafka/index.ts'
import type { Kind } from './kind.ts'
import { misp } from './misp/index.ts'
import { nats } from './nats/index.ts'
import { ocsf } from './ocsf/index.ts'
import { sentinel } from './sentinel/index.ts'
import { serviceNowCmdb } from './servicenow/cmdb.ts'
import { serviceNowEvents } from './servicenow/events.ts'
import { serviceNowIncidents } from './servicenow/incidents.ts'
import { splunk } from './splunk/index.ts'
import { syslog } from './syslog/index.ts'
import { thehive } from './thehive/index.ts'
import { webhook } from './webhook/index.ts'

export const kinds: readonly Kind[] = [
  ...[webhook, splunk, sentinel, syslog, elastic, ocsf, ocsfFiles],
  ...[serviceNowIncidents, serviceNowEvents, serviceNowCmdb, thehive, misp],
  ...[kafka, nats],
]

export const kindOf = (id: string): Kind | null => kinds.find(kind => kind.id === id) ?? null
