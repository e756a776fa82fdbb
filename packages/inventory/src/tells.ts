import { type Activity, isSignificant, type Verb } from '@nautilus/model'

/** Functions that say more of who uses them than their verb does. */
export type Tell =
  | 'reservation'
  | 'controller lock'
  | 'programmer command'
  | 'block list'
  | 'system status list'
  | 'alarm subscription'
  | 'cyclic subscription'
  | 'programming protocol'
  | 'io connection'

type Sign = { readonly tell: Tell; readonly protocol: RegExp; readonly code?: RegExp; readonly name?: RegExp }

const tells: readonly Sign[] = [
  // Schneider UMAS 0x10 take, 0x11 release, 0x12 keep: one programming tool holds the controller at a time.
  { tell: 'reservation', protocol: /^(modbus|umas)/, name: /\breservation$/i },
  { tell: 'controller lock', protocol: /^enip/, name: /\b(un)?lock controller$/i },
  // S7 userdata group 1, programmer commands: variable tables, block status, LED; group 3, block functions.
  { tell: 'programmer command', protocol: /^s7comm$/, code: /^userdata:1\./ },
  { tell: 'block list', protocol: /^s7comm$/, code: /^userdata:3\./ },
  { tell: 'system status list', protocol: /^s7/, name: /\bszl\b|system status list/i },
  // Group 4, functions 2 and 13: alarms are subscribed and queried by what shows them to people. Group 2: cyclic data.
  { tell: 'alarm subscription', protocol: /^s7comm$/, code: /^userdata:4\.(2|13)$/ },
  { tell: 'cyclic subscription', protocol: /^s7comm$/, code: /^userdata:2\./ },
  { tell: 'programming protocol', protocol: /^melsec$/, name: /^MELSOFT (file|remote)/ },
  // IEC 61158-5-10: connect comes from the controller; the control that follows it comes from both sides.
  { tell: 'io connection', protocol: /^profinet-cm$/, code: /^0$/ },
]

export function tellOf({ protocol, function: { code, name } }: Activity): Tell | null {
  const found = tells.find(
    sign => sign.protocol.test(protocol) && (sign.code?.test(code) ?? true) && (sign.name?.test(name) ?? true),
  )
  return found?.tell ?? null
}

/** The device behind a Modbus server that was addressed, null where there is none: 0 and 255 mean the server itself. */
export function unitOf({ protocol, detail, object }: Activity): number | null {
  if (!protocol.startsWith('modbus')) return null
  const unit = Number(detail?.unit ?? /^(?:unit[ =:]?)?(\d{1,3})(?:\D|$)/.exec(object)?.[1] ?? 0)
  return unit > 0 && unit < 248 ? unit : null
}

/** Significant verbs that look, prove or tell, and change nothing in the process. */
const looking: ReadonlySet<Verb> = new Set<Verb>(['diagnose', 'authenticate', 'alarm', 'other'])
const lookingAtFiles = /\b(read|list|directory|get|info|query|status|browse)\b/i

/** Could this change what the other side does? A file that is read or listed does not. */
export function isChange({ verb, function: { name } }: Activity): boolean {
  if (!isSignificant(verb) || looking.has(verb)) return false
  return verb !== 'file' || !lookingAtFiles.test(name)
}
