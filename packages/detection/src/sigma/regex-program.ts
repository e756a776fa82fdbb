// From the syntax of a regular expression to the steps of its machine.
import { MAX_STEPS } from './limits.ts'
import type { CharTest, Node } from './regex-syntax.ts'

export type Step =
  | { readonly kind: 'read'; readonly set: CharTest }
  | { readonly kind: 'split'; to: readonly number[] }
  | { readonly kind: 'start' | 'end' | 'done' }

export type Program = { readonly ok: true; readonly steps: readonly Step[] }
type TooLong = { readonly ok: false; readonly message: string }

export function programOf(node: Node): Program | TooLong {
  const steps: Step[] = []
  if (!write(node, steps)) {
    return {
      ok: false,
      message: `The regular expression is too large: written out it has more than ${MAX_STEPS} steps; repeat fewer times.`,
    }
  }
  steps.push({ kind: 'done' })
  return { ok: true, steps }
}

/** False where there is no room. */
function write(node: Node, steps: Step[]): boolean {
  if (steps.length > MAX_STEPS) return false
  switch (node.kind) {
    case 'read':
      steps.push({ kind: 'read', set: node.set })
      return true
    case 'start':
    case 'end':
      steps.push({ kind: node.kind })
      return true
    case 'sequence':
      return node.parts.every(part => write(part, steps))
    case 'either':
      return writeEither(node.parts, steps)
    case 'repeat':
      return writeRepeat(node, steps)
  }
}

function writeEither(parts: readonly Node[], steps: Step[]): boolean {
  const fork = splitAt(steps)
  const starts: number[] = []
  const ends: { to: readonly number[] }[] = []
  for (const part of parts) {
    starts.push(steps.length)
    if (!write(part, steps)) return false
    ends.push(splitAt(steps))
  }
  fork.to = starts
  for (const end of ends) end.to = [steps.length]
  return true
}

function writeRepeat({ part, least, most }: Extract<Node, { kind: 'repeat' }>, steps: Step[]): boolean {
  for (let n = 0; n < least; n++) if (!write(part, steps)) return false
  if (most === null) {
    const fork = splitAt(steps)
    const loop = steps.length - 1
    if (!write(part, steps)) return false
    splitAt(steps).to = [loop]
    fork.to = [loop + 1, steps.length]
    return true
  }
  const forks: { to: readonly number[] }[] = []
  for (let n = least; n < most; n++) {
    forks.push(splitAt(steps))
    if (!write(part, steps)) return false
  }
  // Each may be left out with all that follow.
  for (const fork of forks) fork.to = [steps.indexOf(fork as Step) + 1, steps.length]
  return true
}

function splitAt(steps: Step[]): { kind: 'split'; to: readonly number[] } {
  const step = { kind: 'split' as const, to: [] as readonly number[] }
  steps.push(step)
  return step
}
