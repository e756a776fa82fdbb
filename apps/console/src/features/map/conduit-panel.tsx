import type { Conduit } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { isChange } from '../../shared/changes.ts'
import { HuntLink } from '../../shared/hunt-link.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import styles from './map.module.css'
import { markOf } from './network.ts'
import { Facts, type Shown, SideHead } from './side-parts.tsx'

export function MarkOf({ conduit }: { readonly conduit: Pick<Conduit, 'verdict'> }) {
  const { t } = useTranslation()
  const mark = markOf(conduit)
  return (
    <span className={styles.mark} data-mark={mark}>
      {t(`map.verdict-${mark}`)}
    </span>
  )
}

export function ConduitPanel({ conduit, shown }: { readonly conduit: Conduit; readonly shown: Shown }) {
  const { t } = useTranslation()
  const { from, to, uses, pairs, first, last } = conduit
  const zoneName = (id: string) => shown.zones.get(id)?.name ?? id
  return (
    <>
      <SideHead icon={<Icon name="right" size={20} />} shown={shown}>
        <Name text={zoneName(from)} /> → <Name text={zoneName(to)} />
      </SideHead>
      <Facts
        rows={[
          [t('map.verdict'), <MarkOf key="verdict" conduit={conduit} />],
          [t('map.pairs'), pairs],
          [t('map.first'), <Moment key="first" at={first} />],
          [t('map.last'), <Moment key="last" at={last} />],
        ]}
      />
      <h3>{t('map.uses', { count: uses.length })}</h3>
      <ul className={styles.list}>
        {uses.map(use => (
          <li key={`${use.protocol} ${use.port}`}>
            <HuntLink
              where={[
                ['protocol', 'is', use.protocol],
                ['port', 'is', String(use.port)],
              ]}
              group="client"
              range="24h"
              className={styles.row!}
            >
              <span>{Object.keys(use.verbs).some(isChange) ? '●' : ''}</span>
              <span>
                <Name text={`${use.protocol}${use.port > 0 ? `/${use.port}` : ''}`} />
              </span>
              <MarkOf conduit={use} />
            </HuntLink>
          </li>
        ))}
      </ul>
    </>
  )
}
