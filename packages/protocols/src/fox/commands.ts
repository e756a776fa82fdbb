// What commands of Niagara Fox do, by their names. There is no public specification.
import type { FunctionRef, Verb } from '@nautilus/model'

const verbs: Readonly<Record<string, Verb>> = Object.freeze({
  hello: 'connect',
  welcome: 'connect',
  close: 'connect',
  goodbye: 'connect',
  keepalive: 'connect',
  ping: 'connect',
  openchannel: 'connect',
  closechannel: 'connect',
  opencircuit: 'connect',
  closecircuit: 'connect',
  circuitopen: 'connect',
  circuitclose: 'connect',
  challenge: 'authenticate',
  login: 'authenticate',
  authenticate: 'authenticate',
  rejected: 'authenticate',
  subscribe: 'subscribe',
  unsubscribe: 'subscribe',
  sub: 'subscribe',
  unsub: 'subscribe',
  load: 'read',
  get: 'read',
  read: 'read',
  resolve: 'read',
  query: 'read',
  list: 'read',
  event: 'report',
  update: 'report',
  sync: 'report',
  set: 'write',
  write: 'write',
  override: 'force',
  invoke: 'call',
  add: 'edit',
  rename: 'edit',
  reorder: 'edit',
  remove: 'delete',
  delete: 'delete',
  ack: 'acknowledge',
  ackalarm: 'acknowledge',
  restart: 'reset',
  reboot: 'reset',
  backup: 'upload',
})

/** On these channels everything is about files, or about alarms. */
const channels: Readonly<Record<string, Partial<Record<Verb, Verb>>>> = Object.freeze({
  file: { read: 'file', write: 'file', other: 'file', call: 'file' },
  alarm: { report: 'alarm' },
})

export function verbOf(channel: string, command: string): Verb {
  const verb = verbs[command.toLowerCase()] ?? 'other'
  return channels[channel]?.[verb] ?? verb
}

export const functionOf = (channel: string, command: string): FunctionRef => ({
  code: `${channel}:${command}`,
  name: command,
})
