import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { HuntLink } from '../../shared/hunt-link.tsx'
import { AssetLink, FindingLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { SeverityMark } from '../../shared/severity.tsx'
import type { AssetRow } from '../../shared/wire.ts'
import { assetQuery } from './data.ts'
import { LineRow } from './line-panel.tsx'
import styles from './map.module.css'
import { RoleIcon } from './role-icon.tsx'
import { Facts, type Shown, SideHead } from './side-parts.tsx'

export function DevicePanel({ asset, shown }: { readonly asset: AssetRow; readonly shown: Shown }) {
  const { t } = useTranslation()
  const { id, name, role, vendor, model, firmware, ip, mac, zone, level, last } = asset
  const own = shown.lines.filter(({ client, server }) => client === id || server === id)
  return (
    <>
      <SideHead icon={<RoleIcon role={role} />} shown={shown}>
        <Name text={name ?? ip[0] ?? mac[0] ?? id} />
      </SideHead>
      <Facts
        rows={[
          [t('map.role'), role ?? t('map.unknown')],
          [t('map.product'), <Name key="product" text={[vendor, model].filter(Boolean).join(' ')} />],
          [t('map.firmware'), <Name key="firmware" text={firmware} />],
          [t('map.address'), <Name key="address" text={[...ip, ...mac].slice(0, 4).join(', ')} mono />],
          [t('map.zone'), <Name key="zone" text={zone === null ? null : (shown.zones.get(zone)?.name ?? zone)} />],
          [t('map.level'), level === null ? t('map.unknown') : t(`level.${String(level) as '1'}`)],
          [t('map.last'), <Moment key="last" at={last} />],
        ]}
      />
      <div className={styles.actions}>
        <AssetLink id={id} className="">
          <Button component="span" size="xs">
            {t('map.openAsset')}
          </Button>
        </AssetLink>
        <HuntLink where={[['client', 'is', id]]} range="24h" className="">
          <Button component="span" size="xs" variant="default">
            {t('map.itsOperations')}
          </Button>
        </HuntLink>
      </div>
      <Findings id={id} />
      <h3>{t('map.talks', { count: own.length })}</h3>
      <ul className={styles.list}>
        {own.slice(0, 40).map(line => (
          <LineRow key={line.id} line={line} of={id} shown={shown} />
        ))}
      </ul>
    </>
  )
}

function Findings({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const here = useHere()
  const titleOf = useRuleTitle()
  const { data } = useQuery(assetQuery(here, id))
  const open = data?.findings.filter(({ status }) => status === 'open' || status === 'confirmed') ?? []
  if (open.length === 0) return null
  return (
    <>
      <h3>{t('map.findings', { count: open.length })}</h3>
      <ul className={styles.list}>
        {open.slice(0, 8).map(finding => (
          <li key={finding.id}>
            <FindingLink place={here} id={finding.id} className={styles.row!}>
              <SeverityMark grade={finding.severity} />
              <span>
                <Name text={titleOf(finding)} />
              </span>
            </FindingLink>
          </li>
        ))}
      </ul>
    </>
  )
}
