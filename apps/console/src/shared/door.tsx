// The frame of the pages before one is inside.
import type { ReactNode } from 'react'
import { BrandContext, logoOf, rememberedBrand, useIcon } from './brand.ts'
import styles from './door.module.css'
import { useTitle } from './page.tsx'
import type { Branding } from './wire.ts'

export function Door({
  title,
  text,
  brand = rememberedBrand(),
  children,
}: {
  readonly title: string
  readonly text?: string
  /** Of whoever invites; without it the one that was worn here last. */
  readonly brand?: Branding
  readonly children: ReactNode
}) {
  useIcon(brand)
  return (
    <BrandContext value={brand}>
      <main className={styles.door}>
        <div className={styles.panel}>
          <img src={logoOf(brand)} alt="" height={36} />
          <Heading title={title} />
          {text && <p className={styles.text}>{text}</p>}
          {children}
        </div>
      </main>
    </BrandContext>
  )
}

function Heading({ title }: { readonly title: string }) {
  useTitle(title)
  return <h1 className={styles.title}>{title}</h1>
}
