// Replies, service by service: OPC 10000-4, clause 5; field order as in OPC 10000-6, annex A.
import { addFact, addStatus, addTarget, addValue, type Draft } from './draft.ts'
import { claimApplication, claimCertificate, readApplication, readEndpoints } from './identity.ts'
import { readNotification } from './notifications.ts'
import { note, type ServiceReader } from './requests.ts'
import { readDataValue, readVariant } from './variant.ts'
import type { Wire } from './wire.ts'

const statuses: ServiceReader = (wire, draft) => {
  wire.each(() => addStatus(draft, wire.u32le()))
}

const findServers: ServiceReader = (wire, draft) => {
  draft.detail.servers = wire.each(() => claimApplication(draft, readApplication(wire), 0.7))
}

const findOnNetwork: ServiceReader = (wire, draft) => {
  wire.skip(8)
  const names: string[] = []
  draft.detail.servers = wire.each(() => {
    wire.skip(4)
    const name = wire.string()
    const url = wire.string()
    wire.strings()
    if (names.length < 8) names.push(`${name} ${url}`)
  })
  note(draft, 'names', names.join(', '))
}

const openChannel: ServiceReader = (wire, draft) => {
  wire.skip(4)
  note(draft, 'channel', wire.u32le())
  note(draft, 'token', wire.u32le())
}

const createSession: ServiceReader = (wire, draft) => {
  note(draft, 'id', wire.nodeId())
  wire.nodeId()
  wire.skip(8)
  wire.stretch()
  claimCertificate(draft, wire.byteString())
  readEndpoints(wire, draft)
}

const activateSession: ServiceReader = (wire, draft) => {
  wire.stretch()
  statuses(wire, draft)
}

const addNodes: ServiceReader = (wire, draft) => {
  wire.each(() => {
    addStatus(draft, wire.u32le())
    addTarget(draft, wire.nodeId())
  })
}

const browsed: ServiceReader = (wire, draft) => {
  let found = 0
  let continued = 0
  wire.each(() => {
    addStatus(draft, wire.u32le())
    if (wire.stretch().length > 0) continued++
    found += wire.each(() => {
      wire.nodeId()
      wire.skip(1)
      addTarget(draft, wire.expandedNodeId())
      wire.qualifiedName()
      wire.localizedText()
      wire.skip(4)
      wire.expandedNodeId()
    })
  })
  draft.detail.references = found
  if (continued > 0) draft.detail.continued = continued
}

const translated: ServiceReader = (wire, draft) => {
  wire.each(() => {
    addStatus(draft, wire.u32le())
    wire.each(() => {
      addTarget(draft, wire.expandedNodeId())
      wire.skip(4)
    })
  })
}

const registered: ServiceReader = (wire, draft) => {
  wire.each(() => addTarget(draft, wire.nodeId()))
}

const read: ServiceReader = (wire, draft) => {
  wire.each(index => {
    const value = readDataValue(wire)
    addStatus(draft, value.status)
    addValue(draft, index, value)
  })
}

/** OPC 10000-11, 6.6: HistoryData and HistoryModifiedData begin with the values. */
const HISTORY: ReadonlySet<string> = new Set(['i=658', 'i=662'])

const historyRead: ServiceReader = (wire, draft) => {
  wire.each(index => {
    addStatus(draft, wire.u32le())
    wire.stretch()
    const { type, start, end } = wire.extension()
    const next = wire.at
    wire.at = start
    if (end > start && HISTORY.has(type)) {
      wire.each(number => addValue(draft, index, readDataValue(wire), `[${number}]`))
    }
    wire.at = next
  })
}

const historyUpdate: ServiceReader = (wire, draft) => {
  wire.each(() => {
    addStatus(draft, wire.u32le())
    wire.each(() => wire.skip(4))
    wire.diagnostics()
  })
}

const call: ServiceReader = (wire, draft) => {
  wire.each(index => {
    addStatus(draft, wire.u32le())
    wire.each(() => wire.skip(4))
    wire.diagnostics()
    wire.each(argument => addValue(draft, index, readVariant(wire), `out[${argument}]`))
  })
}

/** 5.12.2 and 5.12.3: a status each, and what the server revised. */
const items =
  (created: boolean): ServiceReader =>
  (wire, draft) => {
    wire.each(() => {
      addStatus(draft, wire.u32le())
      wire.skip(created ? 16 : 12)
      wire.extension()
    })
  }

const triggering: ServiceReader = (wire, draft) => {
  statuses(wire, draft)
  wire.diagnostics()
  statuses(wire, draft)
}

const createSubscription: ServiceReader = (wire, draft) => {
  draft.subscription = wire.u32le()
  note(draft, 'interval', wire.f64())
}

const modifySubscription: ServiceReader = (wire, draft) => note(draft, 'interval', wire.f64())

const publish: ServiceReader = (wire, draft) => {
  draft.subscription = wire.u32le()
  wire.each(() => wire.skip(4))
  wire.skip(1)
  notification(wire, draft)
}

/** 7.26 NotificationMessage */
function notification(wire: Wire, draft: Draft): void {
  note(draft, 'sequence', wire.u32le())
  wire.skip(8)
  draft.notified = true
  wire.each(() => {
    const extension = wire.extension()
    const next = wire.at
    if (extension.end > extension.start) readNotification(wire, extension, draft)
    wire.at = next
  })
}

const transfer: ServiceReader = (wire, draft) => {
  wire.each(() => {
    addStatus(draft, wire.u32le())
    wire.each(() => wire.skip(4))
  })
}

const registerServer2: ServiceReader = (wire, draft) => {
  statuses(wire, draft)
  addFact(draft, 'capability', 'OPC UA discovery server', 0.7)
}

export const replies: Readonly<Record<number, ServiceReader>> = {
  425: findServers,
  431: readEndpoints,
  449: openChannel,
  464: createSession,
  470: activateSession,
  482: (wire, draft) => note(draft, 'cancelled', wire.u32le()),
  491: addNodes,
  497: statuses,
  503: statuses,
  509: statuses,
  530: browsed,
  536: browsed,
  557: translated,
  563: registered,
  634: read,
  667: historyRead,
  676: statuses,
  703: historyUpdate,
  715: call,
  754: items(true),
  766: items(false),
  772: statuses,
  778: triggering,
  784: statuses,
  790: createSubscription,
  796: modifySubscription,
  802: statuses,
  829: publish,
  835: notification,
  844: transfer,
  850: statuses,
  12209: findOnNetwork,
  12212: registerServer2,
}
