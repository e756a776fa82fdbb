// What all panels beside the map have in common.

import { ActionIcon } from '@mantine/core'
import type { Conduit, Zone } from '@nautilus/model'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import styles from './map.module.css'
import type { Line } from './network.ts'

export type Shown = {
  readonly assets: ReadonlyMap<string, AssetRow>
  readonly zones: ReadonlyMap<string, Zone>
  readonly lines: readonly Line[]
  readonly conduits: readonly Conduit[]
  readonly nameOf: (id: string) => string
  readonly choose: (at: string | undefined) => void
  /** Shows a zone alone. */
  readonly focus: (zone: string | undefined) => void
  /** Null where all devices are drawn. */
  readonly folding: { readonly isOpen: (zone: string) => boolean; readonly toggle: (zone: string) => void } | null
}

export function SideHead({
  icon,
  children,
  shown,
}: {
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly shown: Shown
}) {
  const { t } = useTranslation()
  return (
    <div className={styles.sideHead}>
      {icon}
      <h2>{children}</h2>
      <ActionIcon variant="subtle" color="gray" aria-label={t('map.close')} onClick={() => shown.choose(undefined)}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </div>
  )
}

export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
