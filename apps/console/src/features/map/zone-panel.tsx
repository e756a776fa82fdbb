import { Button } from '@mantine/core'
import type { Zone } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import { Name } from '../../shared/name.tsx'
import { MarkOf } from './conduit-panel.tsx'
import styles from './map.module.css'
import { conduitId } from './network.ts'
import { RoleIcon } from './role-icon.tsx'
import { Facts, type Shown, SideHead } from './side-parts.tsx'

const MOST = 60

export function ZonePanel({ zone, shown }: { readonly zone: Zone; readonly shown: Shown }) {
  const { t } = useTranslation()
  const { id, name, kind, level, subnets, vlans, assets, reasons, declared } = zone
  return (
    <>
      <SideHead icon={<Icon name="map" size={22} />} shown={shown}>
        <Name text={name} />
      </SideHead>
      <Facts
        rows={[
          [t('map.kind'), `${kind}, ${declared ? t('map.declaredZone') : t('map.proposedZone')}`],
          [t('map.level'), level === null ? t('map.unknown') : t(`level.${String(level) as '1'}`)],
          [t('map.networks'), <Name key="networks" text={subnets.join(', ')} mono />],
          ...(vlans.length > 0 ? [['VLAN', vlans.join(', ')] as const] : []),
          ...(reasons.length > 0
            ? [[t('map.why'), <Name key="why" text={reasons.slice(0, 3).join('; ')} />] as const]
            : []),
        ]}
      />
      <div className={styles.actions}>
        <Button size="xs" onClick={() => shown.focus(id)}>
          {t('map.onlyZone')}
        </Button>
        {shown.folding && (
          <Button size="xs" variant="default" onClick={() => shown.folding?.toggle(id)}>
            {t(shown.folding.isOpen(id) ? 'map.closeZone' : 'map.openZone')}
          </Button>
        )}
      </div>
      <Conduits id={id} shown={shown} />
      <h3>{t('map.devices', { count: assets.length })}</h3>
      <ul className={styles.list}>
        {assets.slice(0, MOST).map(asset => (
          <li key={asset}>
            <button type="button" className={styles.row} onClick={() => shown.choose(asset)}>
              <RoleIcon role={shown.assets.get(asset)?.role ?? null} size={16} />
              <span>
                <Name text={shown.nameOf(asset)} />
              </span>
              <span className="dim">{shown.assets.get(asset)?.role ?? ''}</span>
            </button>
          </li>
        ))}
      </ul>
      {assets.length > MOST && <p className="dim">{t('map.more', { count: assets.length - MOST })}</p>}
    </>
  )
}

function Conduits({ id, shown }: { readonly id: string; readonly shown: Shown }) {
  const { t } = useTranslation()
  const own = shown.conduits.filter(({ from, to }) => from !== to && (from === id || to === id))
  if (own.length === 0) return null
  return (
    <>
      <h3>{t('map.conduits', { count: own.length })}</h3>
      <ul className={styles.list}>
        {own.map(conduit => (
          <li key={conduitId(conduit)}>
            <button type="button" className={styles.row} onClick={() => shown.choose(conduitId(conduit))}>
              <span>{conduit.from === id ? '→' : '←'}</span>
              <span>
                <Name text={shown.zones.get(conduit.from === id ? conduit.to : conduit.from)?.name} />
              </span>
              <MarkOf conduit={conduit} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
