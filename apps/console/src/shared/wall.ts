// Wall times of a plant in fields of forms: `2026-03-29T06:00`, whatever the zone of the browser.

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = newFormat(timeZone)
    formats.set(timeZone, format)
  }
  return format
}

const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const

/** A zone that is still being typed is taken for UTC: the platform says that there is none such. */
function newFormat(timeZone: string): Intl.DateTimeFormat {
  const options = { ...digits, second: '2-digit', hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone })
  } catch {
    return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' })
  }
}

/** The wall time at a moment (µs), to the minute. */
export const wallAt = (at: number, timeZone: string): string =>
  formatOf(timeZone)
    .format(at / 1000)
    .replace(' ', 'T')
    .slice(0, 16)

/** The day at a moment (µs), `2026-03-29`. */
export const dayAt = (at: number, timeZone: string): string => wallAt(at, timeZone).slice(0, 10)

/** ms that wall clocks are ahead of UTC. */
function aheadAt(ms: number, timeZone: string): number {
  const wall = formatOf(timeZone).format(ms).replace(' ', 'T')
  return Date.parse(`${wall}Z`) - Math.floor(ms / 1000) * 1000
}

/**
 * The moment of a wall time, µs; null where it is none. One that the clock skips in spring is as much later; one that comes
 * twice in autumn is the first (RFC 5545, 3.3.5).
 */
export function momentOfWall(wall: string, timeZone: string): number | null {
  const utc = Date.parse(`${wall}Z`)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) || Number.isNaN(utc)) return null
  // Around a change of the clock the two differ; the earlier offset is that of before the change.
  const [before, after] = [aheadAt(utc - 86_400_000, timeZone), aheadAt(utc + 86_400_000, timeZone)]
  for (const ahead of [before, after]) if (aheadAt(utc - ahead, timeZone) === ahead) return (utc - ahead) * 1000
  return (utc - before) * 1000
}
