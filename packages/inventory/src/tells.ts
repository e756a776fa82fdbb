import { type Activity, isSignificant, type Verb } from '@nautilus/model'

/** Functions that only engineering tools use, beyond what their verb says. */
export type Tell = 'reservation' | 'system status list'

const tells: readonly { readonly tell: Tell; readonly protocol: RegExp; readonly name: RegExp }[] = [
  // Schneider UMAS 0x10 take, 0x11 release, 0x12 keep: one programming tool holds the controller at a time.
  { tell: 'reservation', protocol: /^(modbus|umas)/, name: /\breservation$/i },
  { tell: 'system status list', protocol: /^s7/, name: /\bszl\b|system status list/i },
]

export function tellOf(activity: Activity): Tell | null {
  const found = tells.find(
    ({ protocol, name }) => protocol.test(activity.protocol) && name.test(activity.function.name),
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
