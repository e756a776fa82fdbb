// A small line without axes: how a value went.

export type Sample = {
  /** µs */ readonly at: number
  readonly value: number /** Something was written then. */
  readonly marked?: boolean
}

const [WIDTH, HEIGHT, PAD] = [120, 24, 3]

export type Dot = { readonly x: number; readonly y: number }

/** Where each sample lies; a value that never changes lies in the middle. */
export function dotsOf(samples: readonly Sample[]): Dot[] {
  const times = samples.map(({ at }) => at)
  const values = samples.map(({ value }) => value)
  const scale = (value: number, all: readonly number[], size: number) => {
    const [least, most] = [Math.min(...all), Math.max(...all)]
    return most > least ? PAD + ((value - least) / (most - least)) * (size - 2 * PAD) : size / 2
  }
  return samples.map(({ at, value }) => ({ x: scale(at, times, WIDTH), y: HEIGHT - scale(value, values, HEIGHT) }))
}

export function Sparkline({ samples, label }: { readonly samples: readonly Sample[]; readonly label: string }) {
  const dots = dotsOf(samples)
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline
        points={dots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth={1.4}
        strokeLinejoin="round"
      />
      {samples.map(
        ({ at, marked }, index) =>
          marked && <circle key={at} cx={dots[index]!.x} cy={dots[index]!.y} r={2} fill="var(--severity-high)" />,
      )}
    </svg>
  )
}
