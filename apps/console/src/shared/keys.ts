// Keys of the whole page: `?`, `/`, and two in a row, such as `g f`.
import { useEffect, useRef } from 'react'

export type Bindings = Readonly<Record<string, () => void>>

/** ms in which the second key must follow. */
const PATIENCE = 1200

/** What is pressed, as bindings name it; null for keys that belong to what has the focus. */
export function pressed(event: KeyboardEvent): string | null {
  const target = event.target instanceof HTMLElement ? event.target : null
  if (event.defaultPrevented || event.altKey) return null
  const command = event.ctrlKey || event.metaKey
  if (command) return event.key.toLowerCase() === 'k' ? 'mod+k' : null
  if (target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]')) return null
  // Enter belongs to the link or button that has the focus.
  if (event.key === 'Enter' && target?.closest('a, button')) return null
  return event.key.length > 1 ? event.key.toLowerCase() : event.key
}

/** The binding that a key completes after those before it. */
export function completed(bindings: Bindings, before: string | null, key: string): string | null {
  const pair = before === null ? null : `${before} ${key}`
  if (pair !== null && pair in bindings) return pair
  return key in bindings ? key : null
}

export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    let before: { key: string; at: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      const key = pressed(event)
      if (key === null) return
      const recent = before && event.timeStamp - before.at < PATIENCE ? before.key : null
      const name = completed(latest.current, recent, key)
      before = name ? null : { key, at: event.timeStamp }
      if (!name) return
      event.preventDefault()
      latest.current[name]?.()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
