/** One end of an interval. */
export type Bound = {
  readonly version: string
  readonly inclusive: boolean
  /** `2.x`: whatever follows counts as the same. */
  readonly wild: boolean
}

/** Versions between two ends; an exact version has itself as both. `train`: only versions of this major are meant. */
export type Interval = { readonly low: Bound | null; readonly high: Bound | null; readonly train: string | null }

/** What a version condition of an advisory means. */
export type Expression =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'set'
      readonly intervals: readonly Interval[]
      readonly except: readonly string[]
      /** `NMC2` of `NMC2 <= 6.9.6`: the part of the product whose version is meant; empty when it is not told. */
      readonly about: string
      /** Dates and letters compare with their like only. */
      readonly scheme: Scheme
    }
  | { readonly kind: 'review'; readonly why: string }

export type Scheme = 'number' | 'date' | 'letter'

export const exactly = (version: string, wild = false): Interval => {
  const bound = { version, inclusive: true, wild }
  return { low: bound, high: bound, train: null }
}

/** What was understood, in words: `below 34.014 in train 34`. */
export function sayExpression(expression: Expression): string {
  if (expression.kind === 'all') return 'every version'
  if (expression.kind === 'review') return `not decidable: ${expression.why}`
  const { intervals, except, about } = expression
  const said = intervals.map(sayInterval).join(', or ')
  const but = except.length > 0 ? `${said ? ', ' : 'every version '}except ${except.join(', ')}` : ''
  return `${said}${but}${about ? ` of ${about}` : ''}`
}

function sayInterval({ low, high, train }: Interval): string {
  const within = train === null ? '' : ` in train ${train}`
  if (low && high && low.version === high.version) return `exactly ${text(low)}${within}`
  const from = low && `${low.inclusive ? 'from' : 'after'} ${text(low)}`
  const to = high && `${high.inclusive ? 'up to' : 'below'} ${text(high)}`
  return `${[from, to].filter(part => part !== null).join(' ')}${within}`
}

const text = ({ version, wild }: Bound): string => (wild ? `${version}.*` : version)
