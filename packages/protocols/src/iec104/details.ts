// Qualifiers and times of IEC 60870-5-104: IEC 60870-5-101:2003, 7.2.6.
import { ADDRESS, type Asdu } from './message.ts'

type Detail = Record<string, string | number>

const two = (value: number): string => String(value).padStart(2, '0')

/** CP56Time2a, 7.2.6.18. */
export function timeText(bytes: Uint8Array, at: number): string {
  const milliseconds = bytes[at]! | (bytes[at + 1]! << 8)
  const [minute, hour, day] = [bytes[at + 2]! & 0x3f, bytes[at + 3]! & 0x1f, bytes[at + 4]! & 0x1f]
  const [month, year] = [bytes[at + 5]! & 0x0f, bytes[at + 6]! & 0x7f]
  const seconds = `${two(Math.floor(milliseconds / 1000))}.${String(milliseconds % 1000).padStart(3, '0')}`
  return `20${two(year)}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${seconds}`
}

const pulses = ['', 'short pulse', 'long pulse', 'persistent']
const freezes = ['read', 'freeze', 'freeze and reset', 'reset']
const steps = ['not permitted', 'lower', 'higher', 'not permitted']
const initials = ['local power on', 'local reset', 'remote reset']
const fileCommands = [
  'call directory',
  'select file',
  'request file',
  'deactivate file',
  'delete file',
  'select section',
  'request section',
  'deactivate section',
]
const resets = ['', 'process', 'time tagged information in the event buffer']
const parameters = ['', 'threshold', 'smoothing', 'low limit', 'high limit']

/** Whether a command selects, and how it acts: 7.2.6.26 and 7.2.6.39. */
function commandDetail(type: number, qualifier: number, detail: Detail): void {
  detail.step = (qualifier & 0x80) !== 0 ? 'select' : 'execute'
  const base = type > 57 ? type - 13 : type
  if (base > 47) {
    if ((qualifier & 0x7f) !== 0) detail.qualifier = qualifier & 0x7f
    return
  }
  const pulse = (qualifier >> 2) & 0x1f
  if (pulse !== 0) detail.qualifier = pulses[pulse] ?? pulse
  if (base === 47) detail.direction = steps[qualifier & 3]!
}

/** What the qualifier of the first object says. */
export function tellQualifier({ type, at, bytes, count }: Asdu, detail: Detail): void {
  const first = at + ADDRESS
  if (count === 0 || first >= bytes.length) return
  const byte = bytes[first]!
  switch (type) {
    case 70:
      detail.initialized = initials[byte & 0x7f] ?? `cause ${byte & 0x7f}`
      return
    case 100:
      detail.interrogation = byte === 20 ? 'station' : `group ${byte - 20}`
      return
    case 101:
      detail.interrogation = (byte & 0x3f) === 5 ? 'all counters' : `counter group ${byte & 0x3f}`
      detail.freeze = freezes[byte >> 6]!
      return
    case 105:
      detail.reset = resets[byte] ?? `qualifier ${byte}`
      return
    default:
      tellRest(type, bytes, first, detail)
  }
}

function tellRest(type: number, bytes: Uint8Array, first: number, detail: Detail): void {
  if (type >= 45 && type <= 64) commandAt(type, bytes, first, detail)
  else if (type === 103) detail.time = timeText(bytes, first)
  else if (type === 106) detail.delay = `${bytes[first]! | (bytes[first + 1]! << 8)} ms`
  else if (type >= 110 && type <= 112) {
    const kind = bytes[first + (type === 112 ? 4 : 2)]! & 0x3f
    detail.parameter = parameters[kind] ?? `parameter ${kind}`
  } else if (type === 113) detail.parameter = bytes[first]!
  else if (type >= 120) tellFile(type, bytes, first, detail)
}

/** 45 to 47 have the qualifier in the byte of the state, set points behind the value, bit strings none. */
function commandAt(type: number, bytes: Uint8Array, first: number, detail: Detail): void {
  const base = type > 57 ? type - 13 : type
  if (base === 51) return
  const behind = base <= 47 ? 0 : base === 50 ? 4 : 2
  commandDetail(type, bytes[first + behind]!, detail)
}

/** 7.3.6: the name of the file, of the section where there is one, and what is asked for. */
function tellFile(type: number, bytes: Uint8Array, first: number, detail: Detail): void {
  if (first + 4 > bytes.length) return
  detail.file = bytes[first]! | (bytes[first + 1]! << 8)
  if (type !== 120 && type < 126) detail.section = bytes[first + 2]!
  if (type === 122) detail.command = fileCommands[bytes[first + 3]! & 0x0f] ?? `command ${bytes[first + 3]! & 0x0f}`
  if (type === 120 || type === 126)
    detail.size = bytes[first + 2]! | (bytes[first + 3]! << 8) | (bytes[first + 4]! << 16)
  if (type === 120 && (bytes[first + 5]! & 0x80) !== 0) detail.negative = 1
}

/** 7.2.6.1 to 7.2.6.4. */
export function qualityText(quality: number): string {
  const words: string[] = []
  if ((quality & 0x80) !== 0) words.push('invalid')
  if ((quality & 0x40) !== 0) words.push('not topical')
  if ((quality & 0x20) !== 0) words.push('substituted')
  if ((quality & 0x10) !== 0) words.push('blocked')
  if ((quality & 0x01) !== 0) words.push('overflow')
  return words.join(' ')
}

/** 7.2.6.23: whether counters are frozen or cleared, not only read. */
export const freezes101 = ({ at, bytes }: Asdu): number => (bytes[at + ADDRESS] ?? 0) >> 6
export const deletesFile = ({ type, at, bytes }: Asdu): boolean =>
  type === 122 && ((bytes[at + ADDRESS + 3] ?? 0) & 0x0f) === 4
