// Whether the palette or the list of keys is open.
import { useSyncExternalStore } from 'react'

export type Overlay = 'palette' | 'keys' | null
let open: Overlay = null
const listeners = new Set<() => void>()

function set(next: Overlay): void {
  open = next
  for (const tell of listeners) tell()
}

export const openPalette = (): void => set('palette')
export const openKeys = (): void => set('keys')
export const closeOverlay = (): void => set(null)

export const useOverlay = (): Overlay =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
