// Commands of HART: FieldComm Group HCF_SPEC-127 (universal) and HCF_SPEC-151 (common practice).
import type { FunctionRef, Verb } from '@nautilus/model'

const entries: Readonly<Record<number, readonly [name: string, verb: Verb]>> = Object.freeze({
  0: ['read unique identifier', 'discover'],
  1: ['read primary variable', 'read'],
  2: ['read loop current and percent of range', 'read'],
  3: ['read dynamic variables and loop current', 'read'],
  6: ['write polling address', 'configure'],
  7: ['read loop configuration', 'read'],
  8: ['read dynamic variable classifications', 'read'],
  9: ['read device variables with status', 'read'],
  11: ['read unique identifier by tag', 'discover'],
  12: ['read message', 'read'],
  13: ['read tag, descriptor, date', 'discover'],
  14: ['read primary variable transducer information', 'read'],
  15: ['read device information', 'read'],
  16: ['read final assembly number', 'discover'],
  17: ['write message', 'configure'],
  18: ['write tag, descriptor, date', 'configure'],
  19: ['write final assembly number', 'configure'],
  20: ['read long tag', 'discover'],
  21: ['read unique identifier by long tag', 'discover'],
  22: ['write long tag', 'configure'],
  31: ['extended command', 'other'],
  33: ['read device variables', 'read'],
  34: ['write primary variable damping', 'write'],
  35: ['write primary variable range values', 'write'],
  36: ['set primary variable upper range value', 'write'],
  37: ['set primary variable lower range value', 'write'],
  38: ['reset configuration changed flag', 'reset'],
  39: ['EEPROM control', 'configure'],
  40: ['enter or exit fixed current mode', 'force'],
  41: ['perform self test', 'diagnose'],
  42: ['perform device reset', 'reset'],
  43: ['set primary variable zero', 'write'],
  44: ['write primary variable units', 'write'],
  45: ['trim loop current zero', 'write'],
  46: ['trim loop current gain', 'write'],
  47: ['write primary variable transfer function', 'write'],
  48: ['read additional device status', 'diagnose'],
  49: ['write primary variable transducer serial number', 'configure'],
  50: ['read dynamic variable assignments', 'read'],
  51: ['write dynamic variable assignments', 'configure'],
  52: ['set device variable zero', 'write'],
  53: ['write device variable units', 'write'],
  54: ['read device variable information', 'read'],
  55: ['write device variable damping', 'write'],
  56: ['write device variable transducer serial number', 'configure'],
  57: ['read unit tag, descriptor, date', 'discover'],
  58: ['write unit tag, descriptor, date', 'configure'],
  59: ['write number of response preambles', 'configure'],
  60: ['read analog channel and percent of range', 'read'],
  61: ['read dynamic variables and analog channel', 'read'],
  62: ['read analog channels', 'read'],
  63: ['read analog channel information', 'read'],
  64: ['write analog channel additional damping', 'write'],
  65: ['write analog channel range values', 'write'],
  66: ['enter or exit fixed analog channel mode', 'force'],
  67: ['trim analog channel zero', 'write'],
  68: ['trim analog channel gain', 'write'],
  69: ['write analog channel transfer function', 'write'],
  70: ['read analog channel endpoint values', 'read'],
  71: ['lock device', 'configure'],
  72: ['squawk', 'diagnose'],
  73: ['find device', 'discover'],
  74: ['read I/O system capabilities', 'discover'],
  75: ['poll sub-device', 'discover'],
  76: ['read lock device state', 'read'],
  77: ['send command to sub-device', 'other'],
  78: ['read aggregated commands', 'read'],
  79: ['write device variable', 'force'],
  80: ['read device variable trim points', 'read'],
  81: ['read device variable trim guidelines', 'read'],
  82: ['write device variable trim point', 'write'],
  83: ['reset device variable trim', 'reset'],
  84: ['read sub-device identity summary', 'discover'],
  85: ['read I/O channel statistics', 'diagnose'],
  86: ['read sub-device statistics', 'diagnose'],
  87: ['write I/O system master mode', 'configure'],
  88: ['write I/O system retry count', 'configure'],
  89: ['set real-time clock', 'clock'],
  90: ['read real-time clock', 'read'],
  91: ['read trend configuration', 'read'],
  92: ['write trend configuration', 'configure'],
  93: ['read trend', 'read'],
  94: ['read I/O system client-side statistics', 'diagnose'],
  95: ['read device communication statistics', 'diagnose'],
  96: ['read synchronous action', 'read'],
  97: ['configure synchronous action', 'configure'],
  98: ['read command action', 'read'],
  99: ['configure command action', 'configure'],
  101: ['read sub-device to burst message map', 'read'],
  102: ['map sub-device to burst message', 'configure'],
  103: ['write burst period', 'configure'],
  104: ['write burst trigger', 'configure'],
  105: ['read burst mode configuration', 'read'],
  106: ['flush delayed responses', 'reset'],
  107: ['write burst device variables', 'configure'],
  108: ['write burst mode command number', 'configure'],
  109: ['burst mode control', 'configure'],
  110: ['read all dynamic variables', 'read'],
  111: ['transfer service control', 'file'],
  112: ['transfer service', 'file'],
  113: ['catch device variable', 'configure'],
  114: ['read caught device variable', 'read'],
  115: ['read event notification summary', 'diagnose'],
  116: ['write event notification bit mask', 'configure'],
  117: ['write event notification timing', 'configure'],
  118: ['event notification control', 'configure'],
  119: ['acknowledge event notification', 'acknowledge'],
  512: ['read country code', 'read'],
  513: ['write country code', 'configure'],
  520: ['read process unit tag', 'discover'],
  521: ['write process unit tag', 'configure'],
})

export const EXTENDED = 31

export type CommandRef = { readonly ref: FunctionRef; readonly verb: Verb }
const refs = new Map<number, CommandRef>()

/** Commands have 16 bits, so the map stays small. */
export function commandOf(code: number): CommandRef {
  const known = refs.get(code)
  if (known) return known
  const [name, verb] = entries[code] ?? [nameOfRange(code), 'other']
  const made: CommandRef = { ref: { code: String(code), name }, verb }
  refs.set(code, made)
  return made
}

/** HCF_SPEC-099, command numbers. */
function nameOfRange(code: number): string {
  if (code >= 128 && code <= 253) return 'device-specific command'
  if (code >= 768 && code <= 1023) return 'wireless command'
  return code >= 64_768 ? 'device-specific command' : 'unknown'
}
