// The name, logo and colour under which the console appears: a provider's, else our own.
import { createContext, use, useEffect } from 'react'
import type { Branding } from '../shared/wire.ts'

export const BrandContext = createContext<(brand: Branding) => void>(() => {})
export const OUR_NAME = 'Nautilus'

/** Makes the whole page wear it. */
export function useBrand({ name = OUR_NAME, color }: Branding): void {
  const wear = use(BrandContext)
  useEffect(() => {
    document.documentElement.dataset.brand = name
    wear(color === undefined ? {} : { color })
  }, [wear, name, color])
}

/** A picture that the policy of the page lets through: one of our own files, or one that is in the address itself. */
export const logoOf = ({ logo }: Branding): string | null =>
  logo && (/^data:image\/(png|svg\+xml|jpeg|webp);base64,/.test(logo) || /^\/[\w./-]+$/.test(logo)) ? logo : null
