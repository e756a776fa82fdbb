// What people call a part of their plant, read from what they called its devices.

/** A common beginning must say something, and most of those that have a name must share it. */
const SHORTEST = 3
const SHARE = 2 / 3

/** `line1-plc`, `line1-io3` → `line1`; null where the names have nothing in common. */
export function commonName(all: readonly string[]): string | null {
  const names = [...new Set(all.map(name => name.toLowerCase()))]
  if (names.length < 2) return null
  const counts = new Map<string, number>()
  for (const name of names) {
    for (const beginning of beginningsOf(name)) counts.set(beginning, (counts.get(beginning) ?? 0) + 1)
  }
  const enough = [...counts].filter(([, count]) => count >= 2 && count >= SHARE * names.length)
  enough.sort(([a, n], [b, m]) => m - n || b.length - a.length || (a < b ? -1 : 1))
  return enough[0]?.[0] ?? null
}

/** Everything before a separator or before digits at the end. */
function beginningsOf(name: string): Set<string> {
  const ends = [...name.matchAll(/[-_. /]/g)].map(({ index }) => index)
  const stem = name.replace(/\d+$/, '')
  return new Set([...ends.map(end => name.slice(0, end)), stem].filter(part => part.length >= SHORTEST))
}
