// The name, logo and colour under which the console appears: a provider's, else our own.
import { createContext, use, useEffect } from 'react'
import type { Branding } from '../shared/wire.ts'

export const BrandContext = createContext<(brand: Branding) => void>(() => {})
export const OUR_NAME = 'Nautilus'

/** Makes the whole page wear it. */
export function useBrand({ product = OUR_NAME, colours }: Branding): void {
  const accent = colours?.accent
  const wear = use(BrandContext)
  useEffect(() => {
    document.documentElement.dataset.brand = product
    wear(accent === undefined ? {} : { colours: { accent } })
  }, [wear, product, accent])
}

/** A picture that the policy of the page lets through: one of our own files, or one that is in the address itself. */
export const logoOf = ({ logo }: Branding): string | null =>
  logo && (/^data:image\/(png|svg\+xml|jpeg|webp);base64,/.test(logo) || /^\/[\w./-]+$/.test(logo)) ? logo : null
