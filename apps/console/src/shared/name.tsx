import styles from './name.module.css'
import { piecesOf, plain } from './text.ts'

/** A text from the network or from people, shown harmlessly. `fallback` where there is none. */
export function Name({
  text,
  fallback = '–',
  mono = false,
}: {
  readonly text: string | null | undefined
  readonly fallback?: string
  readonly mono?: boolean
}) {
  if (!text) return <span className={styles.none}>{fallback}</span>
  return (
    <bdi className={mono ? styles.mono : undefined} title={plain(text)}>
      {piecesOf(text).map(({ text: part, odd }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
        <span key={index} className={odd ? styles.odd : undefined}>
          {part}
        </span>
      ))}
    </bdi>
  )
}

/** What a person wrote: as `Name`, in the lines in which it was written. */
export function Prose({ text }: { readonly text: string }) {
  return text.split(/\r?\n/).map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other name
    <span key={index} className={styles.line}>
      <Name text={line} fallback=" " />
    </span>
  ))
}
