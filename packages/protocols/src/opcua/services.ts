// Services and the NodeIds of their binary encodings: OPC 10000-4, clause 5; OPC 10000-6, annex A.
import type { FunctionRef, Verb } from '@nautilus/model'

/** A service: the id of its request, of its reply, its name, and what it does. */
export type Service = {
  readonly request: number
  readonly reply: number
  readonly verb: Verb
  readonly ref: FunctionRef
}

const table: readonly (readonly [number, number, string, Verb])[] = [
  [410, 413, 'TestStack', 'diagnose'],
  [416, 419, 'TestStackEx', 'diagnose'],
  [422, 425, 'FindServers', 'discover'],
  [428, 431, 'GetEndpoints', 'discover'],
  [437, 440, 'RegisterServer', 'configure'],
  [446, 449, 'OpenSecureChannel', 'connect'],
  [452, 455, 'CloseSecureChannel', 'connect'],
  [461, 464, 'CreateSession', 'connect'],
  [467, 470, 'ActivateSession', 'authenticate'],
  [473, 476, 'CloseSession', 'connect'],
  [479, 482, 'Cancel', 'other'],
  [488, 491, 'AddNodes', 'configure'],
  [494, 497, 'AddReferences', 'configure'],
  [500, 503, 'DeleteNodes', 'delete'],
  [506, 509, 'DeleteReferences', 'delete'],
  [527, 530, 'Browse', 'discover'],
  [533, 536, 'BrowseNext', 'discover'],
  [554, 557, 'TranslateBrowsePathsToNodeIds', 'discover'],
  [560, 563, 'RegisterNodes', 'subscribe'],
  [566, 569, 'UnregisterNodes', 'subscribe'],
  [615, 618, 'QueryFirst', 'discover'],
  [621, 624, 'QueryNext', 'discover'],
  [631, 634, 'Read', 'read'],
  [664, 667, 'HistoryRead', 'read'],
  [673, 676, 'Write', 'write'],
  [700, 703, 'HistoryUpdate', 'edit'],
  [712, 715, 'Call', 'call'],
  [751, 754, 'CreateMonitoredItems', 'subscribe'],
  [763, 766, 'ModifyMonitoredItems', 'subscribe'],
  [769, 772, 'SetMonitoringMode', 'subscribe'],
  [775, 778, 'SetTriggering', 'subscribe'],
  [781, 784, 'DeleteMonitoredItems', 'subscribe'],
  [787, 790, 'CreateSubscription', 'subscribe'],
  [793, 796, 'ModifySubscription', 'subscribe'],
  [799, 802, 'SetPublishingMode', 'subscribe'],
  [826, 829, 'Publish', 'report'],
  [832, 835, 'Republish', 'report'],
  [841, 844, 'TransferSubscriptions', 'subscribe'],
  [847, 850, 'DeleteSubscriptions', 'subscribe'],
  [12208, 12209, 'FindServersOnNetwork', 'discover'],
  [12211, 12212, 'RegisterServer2', 'configure'],
]

export const SERVICE_FAULT = 397
export const OPEN = 446
export const CLOSE = 452

const services: readonly Service[] = table.map(([request, reply, name, verb]) => ({
  request,
  reply,
  verb,
  ref: { code: String(request), name },
}))

const byId = new Map<number, Service>(services.flatMap(s => [[s.request, s] as const, [s.reply, s] as const]))

/** The service that a request or reply with this id belongs to. */
export const serviceOf = (id: number): Service | undefined => byId.get(id)

export const isReply = (id: number): boolean => id === SERVICE_FAULT || byId.get(id)?.reply === id

export const ENCRYPTED: FunctionRef = { code: 'encrypted', name: 'encrypted message' }

const modes = ['invalid', 'None', 'Sign', 'SignAndEncrypt'] // OPC 10000-4, 7.20
export const modeOf = (mode: number): string => modes[mode] ?? String(mode)
const tokens = ['Anonymous', 'UserName', 'Certificate', 'IssuedToken'] // 7.42
export const tokenTypeOf = (type: number): string => tokens[type] ?? String(type)
const applications = ['Server', 'Client', 'ClientAndServer', 'DiscoveryServer'] // 7.4
export const applicationTypeOf = (type: number): string => applications[type] ?? String(type)

/** OPC 10000-6, annex A.1: attributes of a node. */
const attributes = [
  '',
  'NodeId',
  'NodeClass',
  'BrowseName',
  'DisplayName',
  'Description',
  'WriteMask',
  'UserWriteMask',
  'IsAbstract',
  'Symmetric',
  'InverseName',
  'ContainsNoLoops',
  'EventNotifier',
  'Value',
  'DataType',
  'ValueRank',
  'ArrayDimensions',
  'AccessLevel',
  'UserAccessLevel',
  'MinimumSamplingInterval',
  'Historizing',
  'Executable',
  'UserExecutable',
  'DataTypeDefinition',
  'RolePermissions',
  'UserRolePermissions',
  'AccessRestrictions',
  'AccessLevelEx',
]
export const VALUE = 13
export const attributeOf = (id: number): string => attributes[id] || String(id)

/** `http://opcfoundation.org/UA/SecurityPolicy#None` → `None`. */
export const policyOf = (uri: string): string => uri.slice(uri.lastIndexOf('#') + 1)

/** Methods of conditions (OPC 10000-9, 5.5 to 5.8) and of the server (OPC 10000-5, 6.3), by the NodeId of their type. */
const methods: Readonly<Record<string, Verb>> = {
  'i=9027': 'acknowledge', // Enable
  'i=9028': 'acknowledge', // Disable
  'i=9029': 'acknowledge', // AddComment
  'i=9111': 'acknowledge', // Acknowledge
  'i=9113': 'acknowledge', // Confirm
  'i=2947': 'acknowledge', // Unshelve
  'i=2948': 'acknowledge', // OneShotShelve
  'i=2949': 'acknowledge', // TimedShelve
  'i=12886': 'mode', // RequestServerStateChange
}

/** Of the target of a call: object and method. */
export const methodVerbOf = (target: string): Verb => methods[target.slice(target.lastIndexOf(' ') + 1)] ?? 'call'
