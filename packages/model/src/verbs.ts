/**
 * What a message did to the other side, in words every protocol shares. The list is closed: a dissector maps its
 * functions onto it and judges nothing.
 */
export const verbs = [
  'read', // values or status are fetched
  'write', // a value is changed
  'force', // a value is pinned against the program's own logic
  'start', // the program runs
  'stop', // the program halts
  'mode', // run, program, test, key switch
  'reset', // restart, clear, factory reset
  'download', // program or configuration into the controller
  'upload', // program or configuration out of the controller
  'edit', // an online change, a block inserted or renamed
  'delete', // a block, file or object is removed
  'firmware', // an image is transferred or activated
  'configure', // network, communication or device settings
  'clock', // the device's time is set
  'authenticate', // a password, session key or login
  'connect', // a session is opened, kept or closed
  'discover', // who is there, what are you
  'diagnose', // counters, buffers, tests, lists of what is inside
  'file', // a file is read, written or listed
  'subscribe', // ask for values to be sent later
  'report', // values sent unasked
  'alarm', // an event or alarm of the process or the device
  'acknowledge', // an alarm is acknowledged, silenced, shelved or its reporting switched
  'call', // a method or program of the device is invoked
  'other', // named, but none of the above
] as const

export type Verb = (typeof verbs)[number]

/** Verbs that cannot change anything; every other one is significant: its first occurrence is reported at once. */
const quiet: ReadonlySet<Verb> = new Set<Verb>(['read', 'report', 'subscribe', 'connect', 'discover'])

export const isSignificant = (verb: Verb): boolean => !quiet.has(verb)
