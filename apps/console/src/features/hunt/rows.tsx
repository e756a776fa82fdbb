// What was found, the newest first. A row opens and shows everything of it.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { isChange } from '../../shared/changes.ts'
import { Icon } from '../../shared/icons.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import type { Row } from './data.ts'
import styles from './hunt.module.css'

const AHEAD = 20
const keyOf = ({ at, frame, sensor, object, verb }: Row): string => `${at} ${frame} ${sensor} ${verb} ${object}`

export function HuntRows({ rows, onEnd }: { readonly rows: readonly Row[]; readonly onEnd: () => void }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 12,
  })
  const items = list.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - AHEAD) onEnd()
  }, [last, rows.length, onEnd])
  const toggle = (key: string) =>
    setOpen(before => (before.has(key) ? new Set([...before].filter(one => one !== key)) : new Set([...before, key])))
  return (
    <section ref={scroller} className={styles.scroller} aria-label={t('hunt.rows')}>
      <div className={styles.head}>
        <span />
        {(['at', 'client', 'server', 'protocol', 'verb', 'object', 'text', 'count'] as const).map(name => (
          <span key={name} className={name === 'count' ? styles.number : undefined}>
            {t(`hunt.column-${name}`)}
          </span>
        ))}
      </div>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const row = rows[index]!
          const key = keyOf(row)
          return (
            <div
              key={`${index} ${key}`}
              ref={list.measureElement}
              data-index={index}
              style={{ position: 'absolute', inset: '0 0 auto', transform: `translateY(${start}px)` }}
            >
              <Line row={row} isOpen={open.has(key)} onToggle={() => toggle(key)} />
            </div>
          )
        })}
      </div>
    </section>
  )
}

function Line({
  row,
  isOpen,
  onToggle,
}: {
  readonly row: Row
  readonly isOpen: boolean
  readonly onToggle: () => void
}) {
  const { t, i18n } = useTranslation()
  const { at, client, server, protocol, verb, object, text, count } = row
  return (
    <>
      <div className={styles.line}>
        <button
          type="button"
          className={styles.expand}
          aria-expanded={isOpen}
          aria-label={t('hunt.expand')}
          onClick={onToggle}
        >
          <Icon name="right" size={12} />
        </button>
        <span>
          <Moment at={at} as="exact" />
        </span>
        <End id={client} />
        <End id={server} />
        <span>
          <Name text={protocol} />
        </span>
        <span className={isChange(verb) ? styles.changes : undefined}>{verb}</span>
        <Name text={object} mono />
        <Name text={text} mono fallback="" />
        <span className={styles.number}>{new Intl.NumberFormat(i18n.language).format(count)}</span>
      </div>
      {isOpen && <Everything row={row} />}
    </>
  )
}

function End({ id }: { readonly id: string }) {
  const nameOf = useNames()
  if (!id.startsWith('a-')) return <Name text={id} mono />
  return (
    <AssetLink id={id}>
      <Name text={nameOf(id)} />
    </AssetLink>
  )
}

function Everything({ row }: { readonly row: Row }) {
  const { at, last, ...rest } = row
  return (
    <dl className={styles.all}>
      <div>
        <dt>at</dt>
        <dd>
          <Moment at={at} as="exact" />
        </dd>
      </div>
      <div>
        <dt>last</dt>
        <dd>
          <Moment at={last} as="exact" />
        </dd>
      </div>
      {Object.entries(rest).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Name text={String(value)} mono />
          </dd>
        </div>
      ))}
    </dl>
  )
}
