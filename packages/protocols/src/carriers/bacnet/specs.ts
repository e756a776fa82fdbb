// What the parameters of each BACnet service are. ASHRAE 135-2020, clauses 13 to 17 and 21.
//
// `plain` names parameters with application tags in their order; `context` those with context tags, by depth and tag
// number. A role is a word of its own, or a kind and a name: `number:process`.
export type Spec = { readonly plain?: readonly string[]; readonly context?: Readonly<Record<string, string>> }

const reference = { '0:0': 'object', '0:1': 'property', '0:2': 'index' }
const covList = { '0:4': 'open', '1:0': 'property', '1:1': 'index', '1:2': 'values', '1:3': 'priority' }
const cov: Spec = {
  context: { '0:0': 'number:process', '0:1': 'object:device', '0:2': 'object', '0:3': 'number:lifetime', ...covList },
}
const covMultiple: Spec = {
  context: {
    '0:0': 'number:process',
    '0:1': 'object:device',
    '0:2': 'number:lifetime',
    '0:4': 'open',
    '1:0': 'object',
    '1:1': 'open',
    '2:0': 'property',
    '2:1': 'index',
    '2:2': 'values',
  },
}
const event: Spec = {
  context: {
    '0:0': 'number:process',
    '0:1': 'object:device',
    '0:2': 'object',
    '0:4': 'number:class',
    '0:5': 'number:priority',
    '0:6': 'number:eventType',
    '0:7': 'text:message',
    '0:8': 'number:notifyType',
    '0:10': 'state:from',
    '0:11': 'state:to',
  },
}
const privateTransfer: Spec = { context: { '0:0': 'number:vendor', '0:1': 'number:service' } }
const textMessage: Spec = { context: { '0:0': 'object:device', '0:3': 'text:message' } }
const list: Spec = { context: { ...reference, '0:3': 'values' } }
const time: Spec = { plain: ['date', 'time'] }
const summary: Spec = { plain: [] }

export const requests: Readonly<Record<string, Spec>> = {
  'confirmed:0': {
    context: { '0:0': 'number:process', '0:1': 'object', '0:2': 'state:acknowledged', '0:4': 'text:source' },
  },
  'confirmed:1': cov,
  'confirmed:2': event,
  'confirmed:3': summary,
  'confirmed:4': { context: { '0:0': 'number:filter' } },
  'confirmed:5': {
    context: { '0:0': 'number:process', '0:1': 'object', '0:2': 'number:confirmed', '0:3': 'number:lifetime' },
  },
  'confirmed:6': { plain: ['object', 'number:start', 'number:count'], context: { '0:0': 'open', '0:1': 'open' } },
  'confirmed:7': { plain: ['object', 'number:start', 'length:length'], context: { '0:0': 'open', '0:1': 'open' } },
  'confirmed:8': list,
  'confirmed:9': list,
  'confirmed:10': { context: { '0:0': 'open', '1:0': 'type', '1:1': 'object', '0:1': 'open' } },
  'confirmed:11': { plain: ['object'] },
  'confirmed:12': { context: reference },
  'confirmed:14': { context: { '0:0': 'object', '0:1': 'open', '1:0': 'property', '1:1': 'index' } },
  'confirmed:15': { context: { ...reference, '0:3': 'values', '0:4': 'priority' } },
  'confirmed:16': {
    context: { '0:0': 'object', '0:1': 'open', '1:0': 'property', '1:1': 'index', '1:2': 'values', '1:3': 'priority' },
  },
  'confirmed:17': { context: { '0:0': 'number:minutes', '0:1': 'communication:state', '0:2': 'password' } },
  'confirmed:18': privateTransfer,
  'confirmed:19': textMessage,
  'confirmed:20': { context: { '0:0': 'reinitialize:state', '0:1': 'password' } },
  'confirmed:26': { context: reference },
  'confirmed:27': {
    context: { '0:0': 'number:process', '0:1': 'text:source', '0:2': 'number:operation', '0:3': 'object' },
  },
  'confirmed:28': {
    context: {
      '0:0': 'number:process',
      '0:1': 'object',
      '0:2': 'number:confirmed',
      '0:3': 'number:lifetime',
      '0:4': 'open',
      '1:0': 'property',
      '1:1': 'index',
    },
  },
  'confirmed:29': { context: { '0:0': 'object' } },
  'confirmed:30': {
    context: {
      '0:0': 'number:process',
      '0:1': 'number:confirmed',
      '0:2': 'number:lifetime',
      '0:4': 'open',
      '1:0': 'object',
      '1:1': 'open',
      '2:0': 'open',
      '3:0': 'property',
      '3:1': 'index',
    },
  },
  'confirmed:31': covMultiple,
  'unconfirmed:0': { plain: ['object', 'number:maxApdu', 'number:segmentation', 'number:vendor'] },
  'unconfirmed:1': { plain: ['object:device', 'object', 'text:name'] },
  'unconfirmed:2': cov,
  'unconfirmed:3': event,
  'unconfirmed:4': privateTransfer,
  'unconfirmed:5': textMessage,
  'unconfirmed:6': time,
  'unconfirmed:7': { context: { '0:0': 'number:low', '0:1': 'number:high', '0:2': 'object', '0:3': 'text:name' } },
  'unconfirmed:8': { context: { '0:0': 'number:low', '0:1': 'number:high' } },
  'unconfirmed:9': time,
  'unconfirmed:10': { context: { '0:0': 'number:group', '0:1': 'number:priority' } },
  'unconfirmed:11': covMultiple,
  'unconfirmed:13': { plain: ['number:vendor', 'text:model', 'text:serial'] },
  'unconfirmed:14': { plain: ['number:vendor', 'text:model', 'text:serial', 'object'] },
}

/** Of complex acknowledgements, by confirmed service. */
export const replies: Readonly<Record<number, Spec>> = {
  3: { plain: ['object', 'skip', 'skip'] },
  6: { plain: ['flag:end', 'number:start', 'length:length'], context: { '0:0': 'open', '0:1': 'open' } },
  7: { context: { '0:0': 'number:start', '0:1': 'number:start' } },
  10: { plain: ['object'] },
  12: { context: { ...reference, '0:3': 'values' } },
  14: {
    context: { '0:0': 'object', '0:1': 'open', '1:2': 'property', '1:3': 'index', '1:4': 'values', '1:5': 'error' },
  },
  18: privateTransfer,
  26: { context: { ...reference, '0:4': 'number:count' } },
  29: { context: { '0:0': 'open', '1:0': 'object', '1:1': 'state:state' } },
}

/** Error class and code, bare or inside the error of a service (clause 21, BACnet-Error). */
export const failure: Spec = { plain: ['number:class', 'number:code'], context: { '0:0': 'open' } }

export const eventStates: readonly string[] = [
  'normal',
  'fault',
  'offnormal',
  'high-limit',
  'low-limit',
  'life-safety-alarm',
]
export const communicationStates: readonly string[] = ['enable', 'disable', 'disable-initiation']
export const reinitializedStates: readonly string[] = [
  'coldstart',
  'warmstart',
  'start-backup',
  'end-backup',
  'start-restore',
  'end-restore',
  'abort-restore',
  'activate-changes',
]
