// Facts are sentences that both sides write in the same words; two views agree when they hold the same ones as often.

/** One fact, how often it was stated, and the frame where it was first. */
type Stated = { count: number; readonly frame: number }

export class Facts {
  readonly stated = new Map<string, Stated>()
  messages = 0
  /** Replies whose request is not in the capture, so that nothing says what their values are of. */
  withoutRequest = 0
  /** Single values of registers, coils and bytes of variables inside the facts. */
  values = 0

  add(fact: string, frame: number): void {
    const known = this.stated.get(fact)
    if (known) known.count++
    else this.stated.set(fact, { count: 1, frame })
  }

  get total(): number {
    let total = 0
    for (const { count } of this.stated.values()) total += count
    return total
  }
}

export type Difference = {
  readonly fact: string
  readonly ours: number
  readonly theirs: number
  readonly frame: number
}

/** The facts that the two do not state equally often. */
export function differences(ours: Facts, theirs: Facts): Difference[] {
  const texts = new Set([...ours.stated.keys(), ...theirs.stated.keys()])
  return [...texts]
    .map(fact => {
      const [we, they] = [ours.stated.get(fact), theirs.stated.get(fact)]
      return { fact, ours: we?.count ?? 0, theirs: they?.count ?? 0, frame: they?.frame ?? we?.frame ?? 0 }
    })
    .filter(({ ours: we, theirs: they }) => we !== they)
    .sort((a, b) => a.frame - b.frame)
}

/** Messages of one function in each direction. */
export type Counts = { requests: number; replies: number; errors: number }

export class Histogram {
  readonly functions = new Map<string, Counts>()

  of(key: string): Counts {
    const known = this.functions.get(key)
    if (known) return known
    const made: Counts = { requests: 0, replies: 0, errors: 0 }
    this.functions.set(key, made)
    return made
  }
}
