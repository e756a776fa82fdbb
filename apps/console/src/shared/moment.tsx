// A point in time: how long ago, and exactly when it is pointed at.
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from './here.tsx'
import { exact, relative, short } from './time.ts'

/** ms */
const TICK = 10_000
let now = Date.now() * 1000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all of the page. */
function listen(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now() * 1000
    for (const tell of listeners) tell()
  }, TICK)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** µs, anew every ten seconds. */
export const useNow = (): number => useSyncExternalStore(listen, () => now)

type Props = {
  /** µs since 1970-01-01 UTC */
  readonly at: number | null
  /** Without it: how long ago; `brief` where there is little room. */
  readonly as?: 'relative' | 'brief' | 'short' | 'exact'
}

export function Moment({ at, as = 'relative' }: Props) {
  const { i18n } = useTranslation()
  const { timeZone } = useHere()
  if (at === null) return <span>–</span>
  const whole = exact(at, i18n.language, timeZone)
  return (
    <time dateTime={new Date(at / 1000).toISOString()} title={whole}>
      {as === 'relative' && <Ago at={at} />}
      {as === 'brief' && <Ago at={at} style="narrow" />}
      {as === 'short' && short(at, i18n.language, timeZone)}
      {as === 'exact' && whole}
    </time>
  )
}

function Ago({ at, style }: { readonly at: number; readonly style?: 'long' | 'narrow' }) {
  const { i18n } = useTranslation()
  // What happened after the last tick is not in the future.
  return relative(at, Math.max(useNow(), at), i18n.language, style)
}
