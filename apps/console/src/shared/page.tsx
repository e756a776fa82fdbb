// The frame of a page: its title, what can be done, what it shows.
import { Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { productOf, useBrand } from './brand.ts'
import styles from './page.module.css'

export function Page({
  title,
  aside,
  children,
  fill = false,
}: {
  readonly title: string
  /** Buttons, right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** It is as high as the window, and parts of it scroll. */
  readonly fill?: boolean
}) {
  useTitle(title)
  return (
    <div className={fill ? styles.fill : styles.page}>
      <div className={styles.head}>
        <Title order={1} className={styles.title}>
          {title}
        </Title>
        {aside && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </div>
  )
}

/** What the browser's tab says. */
export function useTitle(title: string): void {
  const product = productOf(useBrand())
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
}

/** A part of a page with a heading of its own. */
export function Panel({
  title,
  aside,
  children,
  flush = false,
}: {
  readonly title?: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
  /** Its content goes to the edges: lists and tables. */
  readonly flush?: boolean
}) {
  return (
    <section className={styles.panel}>
      {title && (
        <div className={styles.panelHead}>
          <h2 className={styles.panelTitle}>{title}</h2>
          {aside && <div className={styles.aside}>{aside}</div>}
        </div>
      )}
      <div className={flush ? undefined : styles.body}>{children}</div>
    </section>
  )
}
