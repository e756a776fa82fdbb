// Requests, service by service: OPC 10000-4, clause 5; field order as in OPC 10000-6, annex A.
import { addFact, addTarget, addValue, type Draft } from './draft.ts'
import { claimApplication, claimCertificate, readApplication, readIdentityToken } from './identity.ts'
import { modeOf, VALUE } from './services.ts'
import { readDataValue, readVariant } from './variant.ts'
import type { Extension, Wire } from './wire.ts'

export type ServiceReader = (wire: Wire, draft: Draft) => void

const nodes: ServiceReader = (wire, draft) => {
  wire.each(() => addTarget(draft, wire.nodeId()))
}

const urls: ServiceReader = (wire, draft) => {
  note(draft, 'endpoint', wire.string())
}

/** An empty text tells nothing. */
export function note({ detail }: Draft, key: string, value: string | number): void {
  if (value !== '') detail[key] = value
}

/** 5.5.5: a server tells another who it is. */
const registerServer: ServiceReader = (wire, draft) => {
  const [uri, product] = [wire.string(), wire.string()]
  const names: string[] = []
  wire.each(() => names.push(wire.text(wire.localizedText())))
  wire.skip(4)
  wire.stretch()
  const addresses = wire.strings()
  wire.stretch()
  draft.detail.online = wire.u8()
  claimApplication(draft, { uri, product, name: names[0] ?? '', type: '' })
  for (const address of addresses) addFact(draft, 'service', address, 0.7)
}

const openChannel: ServiceReader = (wire, draft) => {
  wire.skip(4)
  note(draft, 'request', wire.u32le() === 0 ? 'issue' : 'renew')
  note(draft, 'mode', modeOf(wire.u32le()))
  wire.stretch()
  note(draft, 'lifetime', wire.u32le())
}

const createSession: ServiceReader = (wire, draft) => {
  const application = readApplication(wire)
  note(draft, 'application', application.uri)
  claimApplication(draft, application)
  wire.stretch()
  note(draft, 'endpoint', wire.string())
  note(draft, 'session', wire.string())
  wire.stretch()
  claimCertificate(draft, wire.byteString())
  note(draft, 'timeout', wire.f64())
}

const activateSession: ServiceReader = (wire, draft) => {
  wire.signature()
  wire.each(() => {
    wire.stretch()
    wire.stretch()
  })
  wire.strings()
  readIdentityToken(wire, draft)
}

/** 5.8.2 */
const addNodes: ServiceReader = (wire, draft) => {
  const names: string[] = []
  wire.each(() => {
    const parent = wire.expandedNodeId()
    wire.nodeId()
    const asked = wire.expandedNodeId()
    const name = wire.qualifiedName()
    wire.skip(4)
    wire.extension()
    wire.expandedNodeId()
    if (names.length < 8) names.push(name)
    // A null id leaves the choice to the server.
    addTarget(draft, asked.endsWith('i=0') ? `${parent}/${name}` : asked)
  })
  note(draft, 'names', names.join(', '))
}

const references =
  (adds: boolean): ServiceReader =>
  (wire, draft) => {
    wire.each(() => {
      const source = wire.nodeId()
      wire.nodeId()
      wire.skip(1)
      if (adds) wire.stretch()
      const target = wire.expandedNodeId()
      wire.skip(adds ? 4 : 1)
      addTarget(draft, `${source} → ${target}`)
    })
  }

const deleteNodes: ServiceReader = (wire, draft) => {
  wire.each(() => {
    addTarget(draft, wire.nodeId())
    wire.skip(1)
  })
}

const browse: ServiceReader = (wire, draft) => {
  wire.nodeId()
  wire.skip(16)
  wire.each(() => {
    addTarget(draft, wire.nodeId())
    wire.skip(4)
    wire.nodeId()
    wire.skip(9)
  })
}

const browseNext: ServiceReader = (wire, draft) => {
  if (wire.u8() !== 0) note(draft, 'request', 'release')
  note(
    draft,
    'continuations',
    wire.each(() => wire.stretch()),
  )
}

/** 7.31: a path of names from a node. */
const translate: ServiceReader = (wire, draft) => {
  wire.each(() => {
    let path = wire.nodeId()
    wire.each(() => {
      wire.nodeId()
      wire.skip(2)
      const name = wire.qualifiedName()
      if (path.length < 512) path = `${path}/${name}`
    })
    addTarget(draft, path)
  })
}

/** 7.29 ReadValueId */
function readValueId(wire: Wire, draft: Draft): void {
  const node = wire.nodeId()
  const attribute = wire.u32le()
  const range = wire.string()
  wire.qualifiedName()
  addTarget(draft, node, attribute, range)
}

const read: ServiceReader = (wire, draft) => {
  wire.skip(12)
  wire.each(() => readValueId(wire, draft))
}

const historyKinds: Readonly<Record<string, string>> = {
  'i=646': 'events',
  'i=649': 'raw or modified',
  'i=652': 'processed',
  'i=655': 'at times',
}

const historyRead: ServiceReader = (wire, draft) => {
  const { type } = wire.extension()
  note(draft, 'details', historyKinds[type] ?? type)
  wire.skip(5)
  wire.each(() => {
    const node = wire.nodeId()
    const range = wire.string()
    wire.qualifiedName()
    wire.stretch()
    addTarget(draft, node, VALUE, range)
  })
}

const updateKinds: Readonly<Record<string, string>> = {
  'i=682': 'data',
  'i=685': 'events',
  'i=688': 'delete raw or modified',
  'i=691': 'delete at times',
  'i=694': 'delete events',
  'i=697': 'structured data',
}
const performs = ['', 'insert', 'replace', 'update', 'remove']

/** OPC 10000-11, 6.8: each kind begins with its node. */
const historyUpdate: ServiceReader = (wire, draft) => {
  wire.each(index => {
    const extension = wire.extension()
    note(draft, 'details', updateKinds[extension.type] ?? extension.type)
    const next = wire.at
    wire.at = extension.start
    if (extension.end > extension.start) updated(wire, draft, extension, index)
    wire.at = next
  })
}

function updated(wire: Wire, draft: Draft, { type }: Extension, index: number): void {
  addTarget(draft, wire.nodeId(), VALUE)
  if (type !== 'i=682') return
  note(draft, 'perform', performs[wire.u32le()] ?? '')
  wire.each(() => addValue(draft, index, readDataValue(wire)))
}

const write: ServiceReader = (wire, draft) => {
  wire.each(index => {
    const node = wire.nodeId()
    const attribute = wire.u32le()
    addTarget(draft, node, attribute, wire.string())
    addValue(draft, index, readDataValue(wire))
  })
}

const call: ServiceReader = (wire, draft) => {
  wire.each(index => {
    const object = wire.nodeId()
    addTarget(draft, `${object} ${wire.nodeId()}`)
    wire.each(argument => addValue(draft, index, readVariant(wire), `in[${argument}]`))
  })
}

/** 7.21 MonitoringParameters; gives the client handle. */
function parameters(wire: Wire): number {
  const handle = wire.u32le()
  wire.skip(8)
  wire.extension()
  wire.skip(5)
  return handle
}

const createItems: ServiceReader = (wire, draft) => {
  draft.subscription = wire.u32le()
  wire.skip(4)
  wire.each(() => {
    readValueId(wire, draft)
    wire.skip(4)
    const handle = parameters(wire)
    if (draft.handles.length < draft.targets.length) draft.handles.push(handle)
  })
}

const modifyItems: ServiceReader = (wire, draft) => {
  draft.subscription = wire.u32le()
  wire.skip(4)
  draft.detail.items = wire.each(() => {
    wire.skip(4)
    parameters(wire)
  })
}

const onItems =
  (words: number): ServiceReader =>
  (wire, draft) => {
    draft.subscription = wire.u32le()
    wire.skip(4 * words)
    draft.detail.items = wire.each(() => wire.skip(4))
  }

const subscription =
  (known: boolean): ServiceReader =>
  (wire, draft) => {
    if (known) draft.subscription = wire.u32le()
    note(draft, 'interval', wire.f64())
  }

const onSubscriptions =
  (skip: number): ServiceReader =>
  (wire, draft) => {
    wire.skip(skip)
    const ids: number[] = []
    wire.each(() => {
      const id = wire.u32le()
      if (ids.length < 16) ids.push(id)
    })
    note(draft, 'subscriptions', ids.join(', '))
    if (ids.length === 1) draft.subscription = ids[0]!
  }

export const requests: Readonly<Record<number, ServiceReader>> = {
  422: urls,
  428: urls,
  437: registerServer,
  446: openChannel,
  461: createSession,
  467: activateSession,
  479: (wire, draft) => note(draft, 'handle', wire.u32le()),
  488: addNodes,
  494: references(true),
  500: deleteNodes,
  506: references(false),
  527: browse,
  533: browseNext,
  554: translate,
  560: nodes,
  566: nodes,
  631: read,
  664: historyRead,
  673: write,
  700: historyUpdate,
  712: call,
  751: createItems,
  763: modifyItems,
  769: onItems(1),
  775: onItems(1),
  781: onItems(0),
  787: subscription(false),
  793: subscription(true),
  799: onSubscriptions(1),
  832: (wire, draft) => {
    draft.subscription = wire.u32le()
  },
  841: onSubscriptions(0),
  847: onSubscriptions(0),
  12211: registerServer,
}
