/** What a capture can tell. The first five are told together when nobody chooses. */
export const stories = [
  'normal',
  'scheduled-download',
  'night-download',
  'scan',
  'write-flood',
  // Further attacks.
  'controller-stop',
  'umas-stop',
  'set-point',
  'stranger-write',
  'program-theft',
  'register-walk',
  'arp-spoofing',
  'beacon',
  'foreign-port',
  // What goes on beside the process, every day.
  'tablet',
  'time',
  // What looks like an attack and is none.
  'replaced-device',
  'dhcp-change',
  'approved-scan',
  'clock-change',
  'power-failure',
] as const
export type Story = (typeof stories)[number]

/** Told when nobody chooses. */
export const toldByDefault: readonly Story[] = stories.slice(0, 5)

/** What somebody does who should not. */
export const attacks = [
  'night-download',
  'scan',
  'write-flood',
  'controller-stop',
  'umas-stop',
  'set-point',
  'stranger-write',
  'program-theft',
  'register-walk',
  'arp-spoofing',
  'beacon',
  'foreign-port',
] as const satisfies readonly Story[]

/** What only looks like it. */
export const lookAlikes = [
  'scheduled-download',
  'replaced-device',
  'dhcp-change',
  'approved-scan',
  'clock-change',
  'power-failure',
] as const satisfies readonly Story[]

export const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

/** What a story needs to be told to its end. */
const ROOM = 60 * SECOND

type Moment = { hour?: number; share: number }

const MOMENTS: Partial<Record<Story, Moment>> = {
  normal: { share: 0 },
  tablet: { share: 0 },
  time: { share: 0 },
  'dhcp-change': { share: 0 },
  'clock-change': { share: 0 },
  'scheduled-download': { hour: 14, share: 0.4 },
  'night-download': { hour: 3, share: 0.7 },
  'write-flood': { share: 0.6 },
}
const MIDDLE: Moment = { share: 0.5 }

export type Window = { start: number; seconds: number }

/** When a story starts in a window: at its hour of the day (UTC) when the window has it, else at a share of it. */
export function storyStart(story: Story, { start, seconds }: Window): number {
  const { hour, share } = MOMENTS[story] ?? MIDDLE
  const end = start + seconds * SECOND
  if (hour !== undefined) {
    const today = Math.floor(start / DAY) * DAY + hour * HOUR
    const next = today >= start ? today : today + DAY
    if (next + ROOM <= end) return next
  }
  return Math.round(start + share * seconds * SECOND)
}
