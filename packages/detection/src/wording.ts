// What rules share: which protocols control something, what an operation is called in a sentence, and how it ended.
import type { Activity, Change, Party, Values, Verb } from '@nautilus/model'
import type { OperationEvent, Who } from './event.ts'
import type { Known, Link, Spoken } from './known.ts'
import type { Level, Match } from './rule.ts'
import type { Site } from './site.ts'

/** Protocols that reach what moves, heats or switches something. */
export const control: readonly string[] = [
  'ads',
  'bacnet',
  'bacnet-ethernet',
  'bsap',
  'codesys',
  'dnp3',
  'enip',
  'enip-io',
  'ethercat',
  'fox',
  'ge-egd',
  'ge-srtp',
  'goose',
  'hart-ip',
  'iec104',
  'knxnet-ip',
  'melsec',
  'mms',
  'modbus',
  'modbus-rtu',
  'omron-fins',
  'opcua',
  'pcworx',
  'proconos',
  'profinet',
  'profinet-cm',
  'roc-plus',
  's7comm',
  's7comm-plus',
  'sampled-values',
  'synchrophasor',
  'tristation',
]

/** Protocols of remote control in grids, water and pipelines, where one command switches a breaker or a valve. */
export const telecontrol: readonly string[] = ['dnp3', 'iec104', 'mms']

/** The protocols that control, without those that a rule of their own looks after. */
export const controlBut = (...protocols: readonly string[]): readonly string[] =>
  control.filter(protocol => !protocols.includes(protocol))

/** What only those do who change what a controller is. */
export const engineering: readonly Verb[] = [
  'force',
  'start',
  'stop',
  'mode',
  'reset',
  'download',
  'upload',
  'edit',
  'delete',
  'firmware',
  'configure',
]

/** Where `engineering` is the work of engineers: elsewhere settings and resets are that of operators, or of starts. */
export const programmable: readonly string[] = control.filter(
  protocol =>
    !['bacnet', 'bacnet-ethernet', 'dnp3', 'iec104', 'opcua', 'ethercat', 'profinet-cm', 'mms'].includes(protocol),
)

/** What changes something at the other side. */
export const changing: readonly Verb[] = [...engineering.filter(verb => verb !== 'upload'), 'write', 'call', 'clock']

/** An operation in a sentence: "EWS loaded a program into PLC" and "EWS tried to load a program into PLC". */
export type Phrase = {
  readonly past: string
  readonly infinitive: string
  /** After the target's name; begins with its own space or comma. */
  readonly rest?: string
}

/** What each engineering verb is called where a rule has nothing better to say. */
export const phrases: Readonly<Partial<Record<Verb, Phrase>>> = {
  write: { past: 'wrote values to', infinitive: 'write values to' },
  force: { past: 'forced values in', infinitive: 'force values in' },
  start: { past: 'started', infinitive: 'start' },
  stop: { past: 'stopped', infinitive: 'stop' },
  mode: { past: 'changed the operating mode of', infinitive: 'change the operating mode of' },
  reset: { past: 'reset', infinitive: 'reset' },
  download: { past: 'loaded a program or configuration into', infinitive: 'load a program or configuration into' },
  upload: { past: 'read the program out of', infinitive: 'read the program out of' },
  edit: { past: 'changed the program of', infinitive: 'change the program of' },
  delete: { past: 'deleted parts of the program of', infinitive: 'delete parts of the program of' },
  firmware: { past: 'sent firmware to', infinitive: 'send firmware to' },
  configure: { past: 'changed settings of', infinitive: 'change settings of' },
  clock: { past: 'set the clock of', infinitive: 'set the clock of' },
  call: { past: 'called a method of', infinitive: 'call a method of' },
}

const steps: readonly Level[] = ['low', 'medium', 'high', 'critical']

/** One step down: for attempts that were refused. */
export const lower = (level: Level): Level => steps[Math.max(0, steps.indexOf(level) - 1)]!

/** Characters of a name from the network that a sentence holds. */
const MAX_NAME = 80

/** A name or address from the network for a sentence: it may be long, or empty. */
export const cut = (text: string): string => (text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}…` : text)

/** ` (OB1)`, or nothing where there is no object. */
export const objectOf = ({ object }: Activity): string => (object === '' ? '' : ` (${cut(object)})`)

/** Said of a client that is not among the declared engineering stations; nothing where nobody declared any. */
export const strangerTo = (site: Site, client: Who): string =>
  site.hasList('engineering') && !site.listed(client, 'engineering')
    ? `; ${client.label} is not on the list of engineering stations`
    : ''

const whyOf = ({ refusal }: Activity): string => (refusal === null ? 'no reason given' : cut(refusal.name))

/** A match for an operation of the client on the server: a refused attempt is one level lower and says so. */
export function told(event: OperationEvent, level: Level, phrase: Phrase, site?: Site): Match {
  const { client, server, protocol, verb, activity } = event
  const { past, infinitive, rest = objectOf(activity) } = phrase
  const stranger = site ? strangerTo(site, client) : ''
  const common = { source: client, target: server, protocol, verb, count: activity.count }
  if (activity.outcome === 'refused')
    return {
      ...common,
      summary: `${client.label} tried to ${infinitive} ${server.label}${rest}; it refused (${whyOf(activity)})${stranger}.`,
      level: lower(level),
      dedup: 'refused',
    }
  const unanswered = activity.outcome === 'no-reply' ? '; no answer was seen' : ''
  return { ...common, summary: `${client.label} ${past} ${server.label}${rest}${unanswered}${stranger}.`, level }
}

export const linkOf = ({ client, server, protocol }: OperationEvent): Link => ({ client, server, protocol })

export const spokenOf = (event: OperationEvent): Spoken => ({
  ...linkOf(event),
  verb: event.verb,
  code: event.activity.function.code,
})

/** Values in a sentence: at most four, then how many more. */
export function valuesText(values: Values | null): string | null {
  if (values === null) return null
  if (typeof values === 'string') return cut(values)
  const shown = values.slice(0, 4).map(value => String(Number(value.toPrecision(6))))
  return values.length > 4 ? `${shown.join(', ')} and ${values.length - 4} more` : shown.join(', ')
}

/** Values that one finding shows. */
const MAX_CHANGES = 8

/** What a write changed: the newest value seen before, and the one written. */
export function changesOf({ server, activity }: OperationEvent, known: Known): readonly Change[] {
  return activity.items
    .filter(item => item.access === 'write')
    .slice(0, MAX_CHANGES)
    .map(({ object, last }) => ({
      object,
      before: valuesText(known.newest(server, object)?.values ?? null),
      after: valuesText(last),
    }))
}

/** ` (1/coils/4: 0 → 1)`, of the first change. */
export function changeText([first, ...more]: readonly Change[]): string {
  if (!first) return ''
  const further = more.length > 0 ? ` and ${more.length} more` : ''
  const before = first.before === null ? '' : `${first.before} → `
  return ` (${cut(first.object)}: ${before}${first.after ?? 'value not seen'}${further})`
}

/** Objects that an operation writes. */
export function writtenObjects({ items, object }: Activity): readonly string[] {
  const written = items.filter(item => item.access === 'write').map(item => item.object)
  return written.length > 0 ? written : object === '' ? [] : [object]
}

/** One end of a notice. The sensor that writes it knows addresses, and no assets. */
export const addressOf = ({ ip, mac }: Party): Who => ({
  id: ip || mac,
  label: ip || mac,
  ip,
  mac,
  kind: 'device',
  asset: null,
  role: null,
  safety: false,
  level: null,
  zone: null,
  lists: [],
})

/** Is enough known of this device to call something new at it? */
export const isKnownWell = (known: Known, device: Who): boolean => known.taught && known.readiness({ device }).ready

/** Is enough known of what this device holds to call a write of it new? */
export const areObjectsKnown = (known: Known, server: Who): boolean =>
  known.taught && known.readiness({ objects: server }).ready

type Cause = { readonly rule: string; readonly same: 'source' | 'target' | 'pair' }
const onPair = (rule: string): Cause => ({ rule, same: 'pair' })

/** A safety controller that was touched is one finding, whatever was done to it. */
export const bySafety: readonly Cause[] = [onPair('safety-controller-changed')]

/** A download brings its stop, its start, its edits and its settings with it; a command to all is told as such. */
export const byDownload: readonly Cause[] = [
  ...bySafety,
  onPair('program-download'),
  onPair('hardware-configuration-download'),
  onPair('firmware-transfer'),
  onPair('broadcast-write'),
]

/** What makes a device fall silent for a while: it is no news then that it did. */
export const byRestart: readonly Cause[] = [
  'firmware-transfer',
  'program-download',
  'hardware-configuration-download',
  'device-reset',
  'controller-stop',
  'memory-cleared',
  'profinet-factory-reset',
  'network-settings-changed',
  'dnp3-restart',
  'iec104-process-reset',
  'bacnet-reinitialize',
].map(rule => ({ rule, same: 'target' }))

/** The rules that tell what an engineering station did: what else is said of the same pair then is no news. */
export const byEngineering: readonly Cause[] = [
  ...byDownload,
  ...[
    'online-edit',
    'program-upload',
    'logic-deleted',
    'controller-stop',
    'controller-start',
    'controller-mode-switch',
    'device-reset',
    'memory-cleared',
    'io-forced',
    'controller-password',
    's7-service-invoked',
    'task-changed',
    'device-file-changed',
    'network-settings-changed',
    'station-name-set',
    'profinet-factory-reset',
    'modbus-disruptive-diagnostics',
    'protection-setting-changed',
    'alarm-limit-changed',
    'hart-device-written',
  ].map(onPair),
]

const isText = (value: unknown, text: string): boolean => typeof value === 'string' && value.includes(text)

/** Where a login, a lock or a privilege level comes before programming, and before nothing else. */
const loginIsEngineering: ReadonlySet<string> = new Set(['codesys', 'enip', 'ge-srtp', 'melsec', 'omron-fins'])

/**
 * Does this open a session that only a programming tool opens? S7: a connection of type PG; S7-plus: to the root for
 * engineering; UMAS: a reservation; CODESYS: a login to a device; TriStation: any.
 */
export function opensEngineering({
  protocol,
  verb,
  activity: {
    function: { code },
    detail,
  },
}: OperationEvent): boolean {
  if (verb !== 'connect' && verb !== 'authenticate') return false
  if (protocol === 's7comm') return detail?.connection === 'PG' || verb === 'authenticate'
  if (protocol === 's7comm-plus') return isText(detail?.called, '-ES')
  if (protocol === 'modbus') return code.startsWith('90:')
  if (loginIsEngineering.has(protocol)) return verb === 'authenticate'
  return protocol === 'tristation'
}
