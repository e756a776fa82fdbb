// A short table: what fits on a page. Long ones are virtual lists.
import type { ReactNode } from 'react'
import styles from './table.module.css'

export type Column<T> = {
  readonly name: string
  readonly cell: (row: T) => ReactNode
  /** Stands right. */
  readonly number?: boolean
}
type Props<T> = {
  readonly rows: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly keyOf: (row: T) => string
  readonly label: string
}

export function Table<T>({ rows, columns, keyOf, label }: Props<T>) {
  return (
    // A table that is wider than the page moves by the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className={styles.scroll} tabIndex={0}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} data-number={number || undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, number }) => (
                <td key={name} data-number={number || undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
