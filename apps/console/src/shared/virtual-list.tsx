// A long list of rows of one height, of which only those in sight are drawn.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './virtual-list.module.css'

type Props = {
  readonly count: number
  /** px */
  readonly rowHeight: number
  readonly label: string
  readonly keyOf: (index: number) => string
  readonly children: (index: number) => ReactNode
  /** The last rows are in sight: more are wanted. */
  readonly onEnd?: () => void
  /** This row shall be in sight. */
  readonly at?: number
  /** Above the rows, and stays there. */
  readonly head?: ReactNode
  readonly foot?: ReactNode
  /** px; where it is narrower, it scrolls sideways. */
  readonly minWidth?: number
}

/** Rows before the end at which more are wanted. */
const AHEAD = 15

export function VirtualList({ count, rowHeight, label, keyOf, children, onEnd, at, head, foot, minWidth }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: keyOf,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (count > 0 && last >= count - AHEAD) onEnd?.()
  }, [last, count, onEnd])
  useEffect(() => {
    if (at !== undefined && at >= 0) rows.scrollToIndex(at, { align: 'auto' })
  }, [at, rows])
  return (
    <section ref={scroller} className={styles.scroller} aria-label={label}>
      <div style={{ minWidth }}>
        {head && <div className={styles.head}>{head}</div>}
        <div className={styles.rows} style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, key, start }) => (
            <div key={key} className={styles.row} style={{ height: rowHeight, transform: `translateY(${start}px)` }}>
              {children(index)}
            </div>
          ))}
        </div>
        {foot}
      </div>
    </section>
  )
}
