// System status lists. An id has the module class (4 bits), the number of the extract (4 bits) and the number of the
// partial list (8 bits). SIMATIC System Software for S7-300/400, System and Standard Functions, reference manual.
const LISTS: Readonly<Partial<Record<number, string>>> = {
  0x00: 'list of all lists',
  0x11: 'module identification',
  0x12: 'CPU characteristics',
  0x13: 'memory areas',
  0x14: 'system areas',
  0x15: 'block types',
  0x16: 'priority classes',
  0x17: 'permitted system data blocks',
  0x18: 'maximum I/O configuration',
  0x19: 'LED status',
  0x1c: 'component identification',
  0x21: 'interrupt assignment',
  0x22: 'interrupt status',
  0x23: 'priority classes',
  0x24: 'operating modes',
  0x25: 'process image assignment',
  0x31: 'communication capability',
  0x32: 'communication status',
  0x33: 'diagnostics logon list',
  0x37: 'Ethernet interface',
  0x71: 'redundant system',
  0x74: 'LED status',
  0x75: 'switched DP devices',
  0x81: 'start information',
  0x82: 'start events',
  0x90: 'DP master systems',
  0x91: 'module status',
  0x92: 'rack and station status',
  0x94: 'rack and station status',
  0x95: 'extended DP master systems',
  0x96: 'module status of PROFINET and PROFIBUS',
  0xa0: 'diagnostic buffer',
  0xb1: 'module diagnostics record 0',
  0xb2: 'module diagnostics record 1',
  0xb3: 'module diagnostics',
  0xb4: 'diagnostics of a DP device',
}

/** The name of the partial list; empty where none is known. */
export const listName = (id: number): string => LISTS[id & 0xff] ?? ''

/** Lists that say who the device is, rather than how it is. */
export const isIdentity = (id: number): boolean => (id & 0xff) === 0x11 || (id & 0xff) === 0x1c

/** Mode codes of list 0x24. */
export const modeNames: Readonly<Partial<Record<number, string>>> = {
  0x1: 'STOP (update)',
  0x2: 'STOP (memory reset)',
  0x3: 'STOP (self-initialisation)',
  0x4: 'STOP',
  0x5: 'startup (cold restart)',
  0x6: 'startup (warm restart)',
  0x7: 'startup (hot restart)',
  0x8: 'RUN',
  0x9: 'RUN (redundant)',
  0xa: 'HOLD',
  0xb: 'link-up',
  0xc: 'update',
  0xd: 'defective',
}

export const switchNames: Readonly<Partial<Record<number, string>>> = { 1: 'RUN', 2: 'RUN-P', 3: 'STOP', 4: 'MRES' }

/** Events of the diagnostic buffer that change the mode of the controller, or say why it changed. */
const EVENTS: Readonly<Partial<Record<number, readonly [name: string, mode: string]>>> = {
  0x4300: ['power on with battery backup', ''],
  0x4301: ['from STOP to startup', 'startup'],
  0x4302: ['from startup to RUN', 'RUN'],
  0x4303: ['STOP by the mode switch', 'STOP'],
  0x4304: ['STOP by a programming device or SFB 20', 'STOP'],
  0x4305: ['HOLD: breakpoint reached', 'HOLD'],
  0x4306: ['HOLD left', ''],
  0x4307: ['memory reset started by a programming device', 'STOP'],
  0x4308: ['memory reset started by the mode switch', 'STOP'],
  0x4309: ['memory reset at power on', 'STOP'],
  0x430a: ['from HOLD to STOP', 'STOP'],
  0x430d: ['STOP by another CPU', 'STOP'],
  0x430e: ['memory reset done', 'STOP'],
  0x4510: ['STOP: violation of the data range', 'STOP'],
  0x4520: ['defective: STOP not possible', ''],
  0x4541: ['STOP by priority class system', 'STOP'],
  0x4562: ['STOP by a programming error', 'STOP'],
  0x4563: ['STOP by an I/O access error', 'STOP'],
  0x4568: ['STOP by a time error', 'STOP'],
}
const EVENT_CLASSES: Readonly<Partial<Record<number, string>>> = {
  0x1: 'standard OB',
  0x2: 'synchronous error',
  0x3: 'asynchronous error',
  0x4: 'mode transition',
  0x5: 'run-time event',
  0x6: 'communication event',
  0x7: 'fail-safe or fault-tolerant system',
  0x8: 'module diagnostics',
  0x9: 'predefined user event',
  0xa: 'user event',
  0xb: 'user event',
}

export function diagnosticEvent(id: number): { name: string; mode: string } {
  const [name, mode] = EVENTS[id] ?? [EVENT_CLASSES[id >> 12] ?? 'event', '']
  return { name, mode }
}
