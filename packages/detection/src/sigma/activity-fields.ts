import type { ItemValues } from '@nautilus/model'
import { verbs } from '@nautilus/model'
import type { FieldsOf } from './category.ts'
import { clockFields, endFields } from './fields.ts'
import { MAX_EVENT_VALUES } from './limits.ts'

function valuesOf(items: readonly ItemValues[], access?: 'read' | 'write'): readonly (string | number)[] {
  const values: (string | number)[] = []
  for (const item of items) {
    if (item.last === null || (access && item.access !== access)) continue
    const room = MAX_EVENT_VALUES - values.length
    values.push(...(typeof item.last === 'string' ? [item.last] : item.last.slice(0, room)))
    if (values.length >= MAX_EVENT_VALUES) break
  }
  return values
}

export const activityFields: FieldsOf<'operation'> = {
  ...endFields<'operation'>('client', 'Who asked', ({ client }) => client),
  ...endFields<'operation'>('server', 'Who was asked', ({ server }) => server),
  clientAddress: {
    type: 'address',
    says: 'IP address of the client, its MAC address where it has none',
    get: e => e.client.ip || e.client.mac || null,
  },
  serverAddress: {
    type: 'address',
    says: 'IP address of the server, its MAC address where it has none',
    get: e => e.server.ip || e.server.mac || null,
  },
  protocol: { type: 'text', says: 'protocol: `modbus`, `s7comm`, `bacnet`, …', get: e => e.protocol },
  port: { type: 'number', says: 'port of the server; 0 below TCP and UDP', get: e => e.activity.port },
  verb: { type: 'text', words: verbs, says: 'what was done, in words that all protocols share', get: e => e.verb },
  function: {
    type: 'text',
    says: 'code of the function as the protocol writes it: `6`, `0x4c`, `job:05`',
    get: e => e.activity.function.code,
  },
  functionName: { type: 'text', says: 'name of the function', get: e => e.activity.function.name || null },
  object: {
    type: 'text',
    says: 'everything that was touched, `1/holding-registers/40`',
    get: e => e.activity.object || null,
  },
  'items.object': {
    type: 'text',
    says: 'each register, tag or object that carried a value',
    get: e => e.activity.items.map(item => item.object),
  },
  values: { type: 'values', says: 'all values that were seen, read or written', get: e => valuesOf(e.activity.items) },
  'values.written': {
    type: 'values',
    says: 'the values that were written',
    get: e => valuesOf(e.activity.items, 'write'),
  },
  outcome: {
    type: 'text',
    words: ['ok', 'refused', 'no-reply', 'unseen'],
    says: 'how it ended',
    get: e => e.activity.outcome,
  },
  accepted: { type: 'flag', says: 'carried out, or not known to have been refused', get: e => e.accepted },
  refusal: { type: 'text', says: 'code of the refusal', get: e => e.activity.refusal?.code ?? null },
  refusalName: { type: 'text', says: 'name of the refusal', get: e => e.activity.refusal?.name ?? null },
  detail: {
    type: 'text',
    says: 'further facts of the message, each as `name=value`',
    get: e => Object.entries(e.activity.detail ?? {}).map(([name, value]) => `${name}=${value}`),
  },
  count: {
    type: 'number',
    says: 'equal operations that this stands for: repeats of what changes nothing are told once a minute',
    get: e => e.activity.count,
  },
  bytes: { type: 'number', says: 'requests and replies, bytes', get: e => e.activity.bytes },
  ...clockFields<'operation'>(),
}
