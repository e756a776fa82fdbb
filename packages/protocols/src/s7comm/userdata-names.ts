// Function groups and subfunctions of userdata, with their verbs. Wireshark `s7comm`.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const groups = {
  mode: 0,
  programmer: 1,
  cyclic: 2,
  blocks: 3,
  cpu: 4,
  security: 5,
  bsend: 6,
  time: 7,
  nc: 0xf,
} as const

/** Names of the operating modes that group 0 reports: the subfunction is the mode. */
export const transitions: Readonly<Partial<Record<number, string>>> = {
  0: 'STOP',
  1: 'warm restart',
  2: 'RUN',
  3: 'hot restart',
  4: 'HOLD',
  6: 'cold restart',
  9: 'RUN redundant',
  11: 'link-up',
  12: 'update',
}

type Entry = readonly [name: string, verb: Verb]
type Group = {
  readonly name: string
  readonly verb: Verb
  readonly subfunctions: Readonly<Partial<Record<number, Entry>>>
}

/** Programmer commands; a job that enables, disables or replaces another takes the verb of that one. */
const PROGRAMMER: Group['subfunctions'] = {
  0x01: ['block status', 'diagnose'],
  0x02: ['variable table', 'read'],
  0x03: ['read interrupt stack', 'diagnose'],
  0x04: ['read block stack', 'diagnose'],
  0x05: ['read local data stack', 'diagnose'],
  0x06: ['time measurement', 'diagnose'],
  0x07: ['force selection', 'diagnose'],
  0x08: ['modify variable', 'write'],
  0x09: ['force', 'force'],
  0x0a: ['breakpoint', 'mode'],
  0x0b: ['exit HOLD', 'mode'],
  0x0c: ['memory reset', 'reset'],
  0x0d: ['disable job', 'diagnose'],
  0x0e: ['enable job', 'diagnose'],
  0x0f: ['delete job', 'diagnose'],
  0x10: ['read job list', 'diagnose'],
  0x11: ['read job', 'diagnose'],
  0x12: ['replace job', 'diagnose'],
  0x13: ['block status 2', 'diagnose'],
  0x16: ['flash LED', 'diagnose'],
}

const CPU: Group['subfunctions'] = {
  0x01: ['read SZL', 'diagnose'],
  0x02: ['message service', 'subscribe'],
  0x03: ['diagnostic message', 'alarm'],
  0x05: ['ALARM_8 indication', 'alarm'],
  0x06: ['NOTIFY indication', 'alarm'],
  0x07: ['ALARM_8 lock', 'configure'],
  0x08: ['ALARM_8 unlock', 'configure'],
  0x09: ['SCAN indication', 'alarm'],
  0x0b: ['acknowledge alarm', 'alarm'],
  0x0c: ['alarm acknowledged indication', 'alarm'],
  0x0d: ['alarm locked indication', 'alarm'],
  0x0e: ['alarm unlocked indication', 'alarm'],
  0x11: ['ALARM_SQ indication', 'alarm'],
  0x12: ['ALARM_S indication', 'alarm'],
  0x13: ['query alarms', 'read'],
  0x16: ['NOTIFY_8 indication', 'alarm'],
}

const NC: Group['subfunctions'] = {
  0x01: ['request NC download', 'download'],
  0x02: ['download NC block', 'download'],
  0x03: ['continue NC download', 'download'],
  0x04: ['NC download ended', 'download'],
  0x06: ['start NC upload', 'upload'],
  0x07: ['upload NC block', 'upload'],
  0x08: ['continue NC upload', 'upload'],
}

const GROUPS: Readonly<Partial<Record<number, Group>>> = {
  [groups.mode]: { name: 'mode transition', verb: 'alarm', subfunctions: {} },
  [groups.programmer]: { name: 'programmer command', verb: 'diagnose', subfunctions: PROGRAMMER },
  [groups.cyclic]: {
    name: 'cyclic data',
    verb: 'subscribe',
    subfunctions: {
      0x01: ['cyclic transfer', 'subscribe'],
      0x04: ['unsubscribe', 'subscribe'],
      0x05: ['change-driven transfer', 'subscribe'],
      0x07: ['modify change-driven transfer', 'subscribe'],
      0x08: ['read record', 'read'],
    },
  },
  [groups.blocks]: {
    name: 'block function',
    verb: 'diagnose',
    subfunctions: {
      1: ['list blocks', 'diagnose'],
      2: ['list blocks of type', 'diagnose'],
      3: ['block info', 'diagnose'],
    },
  },
  [groups.cpu]: { name: 'CPU function', verb: 'diagnose', subfunctions: CPU },
  [groups.security]: {
    name: 'security',
    verb: 'authenticate',
    subfunctions: { 1: ['password', 'authenticate'], 2: ['clear password', 'authenticate'] },
  },
  [groups.bsend]: {
    name: 'block send',
    verb: 'write',
    subfunctions: { 1: ['BSEND', 'write'], 2: ['BRECV', 'write'] },
  },
  [groups.time]: {
    name: 'time function',
    verb: 'read',
    subfunctions: {
      1: ['read clock', 'read'],
      2: ['set clock', 'clock'],
      3: ['read clock following', 'read'],
      4: ['set clock following', 'clock'],
    },
  },
  [groups.nc]: { name: 'NC programming', verb: 'file', subfunctions: NC },
}

type Named = { readonly ref: FunctionRef; readonly verb: Verb }
const known = new Map<number, Named>()
for (let key = 0; key < 0x1000; key++) known.set(key, make(key >> 8, key & 0xff))

/** The name and verb of a subfunction. */
export const userdataNamed = (group: number, subfunction: number): Named => known.get((group << 8) | subfunction)!

function make(group: number, subfunction: number): Named {
  const code = `userdata:${group.toString(16)}.${subfunction.toString(16)}`
  const found = GROUPS[group]
  if (!found) return { ref: { code, name: `group ${hexNumber(group, 1)}` }, verb: 'other' }
  const mode = group === groups.mode ? transitions[subfunction] : undefined
  const entry: Entry = found.subfunctions[subfunction] ?? [mode ? `${found.name} to ${mode}` : found.name, found.verb]
  return { ref: { code, name: entry[0] }, verb: entry[1] }
}
