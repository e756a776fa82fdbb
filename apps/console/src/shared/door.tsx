// The frame of the pages before one is inside.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { BrandContext, logoOf, rememberedBrand, useIcon } from './brand.ts'
import styles from './door.module.css'
import { useTitle } from './page.tsx'
import { hostBrandQuery } from './queries.ts'
import type { Branding } from './wire.ts'

export function Door({
  title,
  text,
  brand: given,
  children,
}: {
  readonly title: string
  readonly text?: string
  /** Of whoever invites; without it that of the host name, else the one that was worn here last. */
  readonly brand?: Branding | undefined
  readonly children: ReactNode
}) {
  const { data } = useQuery({ ...hostBrandQuery, enabled: given === undefined })
  const brand = given ?? (data && Object.keys(data).length > 0 ? data : rememberedBrand())
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
