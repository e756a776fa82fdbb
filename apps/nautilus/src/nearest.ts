/** The name that was probably meant, if one is close enough. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const started = names.filter(name => typed.length > 1 && name.startsWith(typed))
  if (started[0] !== undefined) return started[0]
  const distances = names
    .map(name => ({ name, distance: distance(typed, name) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = distances
  return best && best.distance <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : null
}

/** How many letters must be changed, added or left out. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
