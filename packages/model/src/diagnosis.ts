// What is not as it should be with a sensor, from what it says of itself: a code and figures, of which every place makes a
// sentence in its own language.
import type { SensorHealth } from './health.ts'
import type { HeardInterface } from './hearing.ts'

export const troubleCodes = [
  'deaf', // nothing is listened to
  'unfit', // an interface on which no plant can be heard
  'offline', // it is not heard any more
  'link-gone', // there is no such interface
  'link-down', // no light, no current
  'no-traffic', // the link is up, and nothing comes
  'one-quiet', // of several interfaces one hears nothing
  'only-broadcast', // nothing that a switch would not send to every port
  'one-direction', // of most conversations one side is heard
  'drops-slow', // this machine is too slow
  'drops-burst', // its ring was full for a moment
  'drops', // packets were lost, nobody knows why
  'packets-lost', // the evidence ring did not keep all
  'packets-asked', // it cannot be asked for its packets
  'clock', // it differs from the hub's
  'spool-full', // what waits takes nearly all the room
  'spool-old', // what waits is old
  'disk-short', // little room on its disk
  'version', // another than that of the hub
  'tcpdump', // heard by the worse way
  'settings-refused', // it does not take what it was told
] as const

export type TroubleCode = (typeof troubleCodes)[number]

/** `bad`: something is not seen, or lost. `warn`: it soon will be. `note`: to know. */
export type TroubleGrade = 'bad' | 'warn' | 'note'

export type Trouble = {
  readonly code: TroubleCode
  readonly grade: TroubleGrade
  readonly values: Readonly<Record<string, string | number>>
}

export type Diagnosed = {
  /** A sensor that said nothing yet has none of it. */
  readonly health: Partial<SensorHealth>
  /** s since it was heard; null where that is not the question. */
  readonly unheard: number | null
  /** Of the platform; null where nobody knows. */
  readonly version: string | null
}

/** s without a word: it sends something every minute. */
const OFFLINE = 180
/** s without a frame on a link that is up. */
const QUIET = 60
/** Frames that must have come before their kinds say anything. */
const ENOUGH = 200
/** Share of frames to one device below which only what every port gets is heard. */
const UNICAST = 0.02
/** Share of TCP connections with one side below which a mirror is good; and how many there must be. */
const [ONE_SIDED, CONNECTIONS] = [0.5, 20]
/** Share of the time that the thread which listens works. */
const BUSY = 0.9
/** µs that clocks may differ. */
const CLOCK = 2e6
const [SPOOL_FULL, SPOOL_OLD] = [0.8, 3600]
/** Share of a disk that is free. */
const DISK_FREE = 0.05

/** The gravest first. */
export function diagnosisOf({ health, unheard, version }: Diagnosed): Trouble[] {
  const found: Trouble[] = []
  const say = (code: TroubleCode, grade: TroubleGrade, values: Trouble['values'] = {}) =>
    void found.push({ code, grade, values })
  if (unheard !== null && unheard > OFFLINE) say('offline', 'bad', { seconds: Math.round(unheard) })
  ofListening(health, say)
  ofMirror(health, say)
  ofDrops(health, say)
  ofMachine(health, say)
  if (version !== null && health.version !== undefined && health.version !== version)
    say('version', 'note', { version: health.version, hub: version })
  const grades: readonly TroubleGrade[] = ['bad', 'warn', 'note']
  return found.sort((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade))
}

type Say = (code: TroubleCode, grade: TroubleGrade, values?: Trouble['values']) => void

function ofListening({ deaf, unfit, hearing }: Partial<SensorHealth>, say: Say): void {
  if (deaf !== undefined) say('deaf', 'bad', { why: deaf })
  if (unfit !== undefined) say('unfit', 'bad', { why: unfit })
  if (!hearing) return
  if (hearing.by === 'tcpdump') say('tcpdump', 'warn', { why: hearing.why ?? '' })
  // Streams come and go; who sends them knows their links.
  if (hearing.by === 'stream') return
  // Why nothing is listened to says of itself that an interface is not there.
  const isTold = (state: HeardInterface['state']) => state === 'down' || (state === 'gone' && deaf === undefined)
  for (const { name, state } of hearing.interfaces)
    if (isTold(state)) say(state === 'gone' ? 'link-gone' : 'link-down', 'bad', { interface: name })
  ofQuiet(
    hearing.interfaces.filter(({ state }) => state === 'up'),
    say,
  )
}

function ofQuiet(up: readonly HeardInterface[], say: Say): void {
  const quiet = up.filter(isQuiet)
  for (const { name, quiet: seconds = 0 } of quiet)
    say(quiet.length < up.length ? 'one-quiet' : 'no-traffic', 'bad', { interface: name, seconds: Math.round(seconds) })
}

const isQuiet = ({ quiet }: HeardInterface): boolean => quiet !== undefined && quiet >= QUIET

function ofMirror({ mirror }: Partial<SensorHealth>, say: Say): void {
  if (!mirror) return
  const { frames, unicast, both, oneSided } = mirror
  if (frames >= ENOUGH && unicast < UNICAST * frames) return say('only-broadcast', 'bad', { share: unicast / frames })
  const connections = both + oneSided
  if (connections >= CONNECTIONS && oneSided > ONE_SIDED * connections)
    say('one-direction', 'bad', { share: oneSided / connections })
}

function ofDrops({ dropped = 0, hearing, ring, load }: Partial<SensorHealth>, say: Say): void {
  const frozen = hearing?.interfaces.reduce((sum, one) => sum + one.frozen, 0) ?? 0
  if (dropped > 0 && load !== undefined && load >= BUSY) say('drops-slow', 'bad', { dropped, load })
  else if (dropped > 0 && frozen > 0) say('drops-burst', 'bad', { dropped, frozen })
  else if (dropped > 0) say('drops', 'bad', { dropped })
  if (ring && ring.dropped > 0) say('packets-lost', 'warn', { dropped: ring.dropped, why: ring.trouble ?? '' })
}

function ofMachine({ ahead, spool, disk, settings, unasked }: Partial<SensorHealth>, say: Say): void {
  if (ahead !== undefined && Math.abs(ahead) > CLOCK)
    say('clock', 'bad', { seconds: Math.round(Math.abs(ahead) / 1e6), is: ahead > 0 ? 'ahead' : 'behind' })
  if (spool && spool.bytes >= SPOOL_FULL * spool.size) say('spool-full', 'bad', { share: spool.bytes / spool.size })
  else if (spool && spool.oldest >= SPOOL_OLD)
    say('spool-old', 'warn', { batches: spool.batches, seconds: Math.round(spool.oldest) })
  if (disk && disk.total > 0 && disk.free < DISK_FREE * disk.total)
    say('disk-short', 'bad', { share: disk.free / disk.total, bytes: disk.free })
  if (settings?.refused) say('settings-refused', 'warn', { why: settings.refused })
  if (unasked !== undefined) say('packets-asked', 'warn', { why: unasked })
}
