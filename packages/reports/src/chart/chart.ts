// Charts as data: what is drawn, and what is said to whoever does not see it.

export type Tick = { readonly at: number; readonly text: string }
export type Axis = {
  readonly label: string
  readonly scale: 'linear' | 'log'
  readonly from: number
  readonly to: number
  readonly ticks: readonly Tick[]
}

export type Chart = {
  readonly title: string
  /** What the picture shows, in a sentence. */
  readonly text: string
  readonly x: Axis
  readonly y: Axis
  /** `bars`: from the axis up to each point, one series beside the other. */
  readonly look: 'lines' | 'bars'
  readonly series: readonly { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }[]
  readonly sources: readonly string[]
}

/** From 0 to at least `most`, with four or five round ticks; `least`: between two, 1 of what is counted. */
export function axisTo(most: number, label: string, say: (value: number) => string, least = 0): Axis {
  const top = most > 0 ? most : 1
  const rough = top / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const round = power * ([1, 2, 2.5, 5, 10].find(factor => factor * power >= rough) ?? 10)
  const step = least > 0 ? Math.max(least, Math.ceil(round / least) * least) : round
  const count = Math.ceil(top / step - 1e-9)
  const ticks = Array.from({ length: count + 1 }, (_, at) => ({ at: at * step, text: say(at * step) }))
  return { label, scale: 'linear', from: 0, to: count * step, ticks }
}

/** Whole decades around two positive values; at most six of them have a tick. */
export function logAxis([least, most]: readonly [number, number], label: string, say: (value: number) => string): Axis {
  const low = Math.floor(Math.log10(least))
  const high = Math.max(low + 1, Math.ceil(Math.log10(most)))
  const step = Math.ceil((high - low) / 6)
  const ticks = []
  for (let power = low; power <= high; power += step) ticks.push({ at: 10 ** power, text: say(10 ** power) })
  return { label, scale: 'log', from: 10 ** low, to: 10 ** high, ticks }
}

/** Between two moments, with ticks at `count` of them, the ends included. */
export function timeAxis(from: number, to: number, label: string, say: (at: number) => string, count = 5): Axis {
  const end = to > from ? to : from + 1
  const ticks = Array.from({ length: count }, (_, n) => from + ((end - from) * n) / (count - 1))
  return { label, scale: 'linear', from, to: end, ticks: ticks.map(at => ({ at, text: say(at) })) }
}
