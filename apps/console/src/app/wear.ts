// Makes the colours of the whole console those of a brand.
import { createContext } from 'react'
import type { Branding } from '../shared/wire.ts'

export const WearContext = createContext<(brand: Branding) => void>(() => {})
