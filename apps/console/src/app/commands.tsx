// Keys of every page, and what they open.
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { useHere } from '../shared/here.tsx'
import { useKeys } from '../shared/keys.ts'
import { navigation } from './navigation.ts'
import { closeOverlay, openKeys, openPalette, useOverlay } from './palette-store.ts'

const loadPalette = () => import('./palette.tsx')
const Palette = lazy(loadPalette)
const KeysHelp = lazy(() => import('./keys-help.tsx'))

/** ms after the page is there. */
const PRELOAD = 1500

export function Commands() {
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  const overlay = useOverlay()
  useEffect(() => {
    // Whoever opens it types at once.
    const timer = setTimeout(loadPalette, PRELOAD)
    return () => clearTimeout(timer)
  }, [])
  useKeys({
    'mod+k': openPalette,
    '?': openKeys,
    '/': focusSearch,
    ...Object.fromEntries(
      navigation.map(({ to, key }) => [`g ${key}`, () => void navigate({ to, params: { tenant, site } })]),
    ),
  })
  return (
    <Suspense>
      {overlay === 'palette' && <Palette onClose={closeOverlay} />}
      {overlay === 'keys' && <KeysHelp onClose={closeOverlay} />}
    </Suspense>
  )
}

/** The search of the page where it has one, else that of everything. */
function focusSearch(): void {
  const own = document.querySelector<HTMLInputElement>('main input[type="search"]')
  if (own) own.focus()
  else openPalette()
}
