// The name and logo under which the console appears: a provider's, else our own.
import { createContext, use, useEffect } from 'react'
import type { Branding } from './wire.ts'

const OUR_NAME = 'Nautilus'
const OUR_ICON = '/icon.svg'

export const BrandContext = createContext<Branding>({})
export const useBrand = (): Branding => use(BrandContext)

/** What the console calls itself. */
export const productOf = ({ product }: Branding): string => product || OUR_NAME

/** A picture that the policy of the page lets through: one of our own files, or one that is in the address itself. */
const isSafe = (logo: string): boolean =>
  /^data:image\/(png|svg\+xml|jpeg|webp);base64,/.test(logo) || /^\/(?!\/)[\w./-]+$/.test(logo)

/** Its logo; with a name but no logo, the first letter of the name. */
export function logoOf({ logo, product, colours }: Branding): string {
  if (logo && isSafe(logo)) return logo
  return product && product !== OUR_NAME ? letterOf(product, colours?.accent) : OUR_ICON
}

function letterOf(name: string, colour: string | undefined): string {
  const ground = colour && /^#[0-9a-f]{6}$/i.test(colour) ? colour : '#45505c'
  const letter = [...name.trim()][0]?.toUpperCase().replaceAll(/[<>&]/g, '') ?? ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${ground}"/><text x="16" y="22.500" font-family="system-ui,sans-serif" font-size="18" font-weight="650" text-anchor="middle" fill="#fff">${letter}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** The picture in the browser's tab. */
export function useIcon(brand: Branding): void {
  const href = logoOf(brand)
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!link) return
    link.type = href.startsWith('data:image/png') ? 'image/png' : ''
    link.href = href
  }, [href])
}

const STORED = 'nautilus.brand'

/** Whoever comes back sees the door that they know, before anybody knows who they are. */
export const rememberBrand = (brand: Branding): void => localStorage.setItem(STORED, JSON.stringify(brand))

export function rememberedBrand(): Branding {
  try {
    const { product, logo, colours } = JSON.parse(localStorage.getItem(STORED) ?? '{}') as Record<string, unknown>
    const accent = (colours as { accent?: unknown } | undefined)?.accent
    return {
      ...(typeof product === 'string' ? { product } : {}),
      ...(typeof logo === 'string' ? { logo } : {}),
      ...(typeof accent === 'string' ? { colours: { accent } } : {}),
    }
  } catch {
    return {}
  }
}
