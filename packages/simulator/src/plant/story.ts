export const stories = ['normal', 'scheduled-download', 'night-download', 'scan', 'write-flood'] as const
export type Story = (typeof stories)[number]

export const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR

/** What a story needs to be told to its end. */
const ROOM = 60 * SECOND

type Moment = { hour?: number; share: number }

const MOMENTS: Record<Story, Moment> = {
  normal: { share: 0 },
  'scheduled-download': { hour: 14, share: 0.4 },
  'night-download': { hour: 3, share: 0.7 },
  scan: { share: 0.5 },
  'write-flood': { share: 0.6 },
}

export type Window = { start: number; seconds: number }

/** When a story starts in a window: at its hour of the day (UTC) when the window has it, else at a share of it. */
export function storyStart(story: Story, { start, seconds }: Window): number {
  const { hour, share } = MOMENTS[story]
  const end = start + seconds * SECOND
  if (hour !== undefined) {
    const today = Math.floor(start / DAY) * DAY + hour * HOUR
    const next = today >= start ? today : today + DAY
    if (next + ROOM <= end) return next
  }
  return Math.round(start + share * seconds * SECOND)
}
