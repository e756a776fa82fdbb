// The frame of the pages before one is inside.
import type { ReactNode } from 'react'
import { useTitle } from '../../shared/page.tsx'
import styles from './door.module.css'

export function Door({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}) {
  useTitle(title)
  return (
    <main className={styles.door}>
      <div className={styles.panel}>
        <img src="/icon.svg" alt="" width={36} height={36} />
        <h1 className={styles.title}>{title}</h1>
        {text && <p className={styles.text}>{text}</p>}
        {children}
      </div>
    </main>
  )
}
