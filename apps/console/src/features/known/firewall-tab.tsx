// Rules of firewalls against what was seen between zones.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { type FirewallUse, firewallQuery } from './data.ts'
import styles from './known.module.css'

export function FirewallTab() {
  const query = useQuery(firewallQuery(useHere()))
  return <Loaded query={query}>{told => <Told told={told} />}</Loaded>
}

function Told({ told: { rules, unallowed } }: { readonly told: FirewallUse }) {
  const { t } = useTranslation()
  if (rules.length === 0)
    return (
      <Panel>
        <Empty icon="filter" title={t('known.noRules')}>
          <p>{t('known.noRulesText')}</p>
        </Empty>
      </Panel>
    )
  return (
    <div className={styles.stack}>
      <Unallowed rows={unallowed} />
      <Rules rows={rules} />
    </div>
  )
}

function Unallowed({ rows }: { readonly rows: FirewallUse['unallowed'] }) {
  const { t } = useTranslation()
  return (
    <Panel flush title={t('known.unallowed')}>
      {rows.length === 0 ? (
        <Empty title={t('known.allAllowed')} />
      ) : (
        <Table
          label={t('known.unallowed')}
          rows={rows}
          keyOf={row => `${row.client} ${row.server} ${row.protocol} ${row.port}`}
          columns={[
            {
              name: t('known.client'),
              cell: ({ client }) => (
                <AssetLink id={client}>
                  <Name text={client} mono />
                </AssetLink>
              ),
            },
            {
              name: t('known.server'),
              cell: ({ server }) => (
                <AssetLink id={server}>
                  <Name text={server} mono />
                </AssetLink>
              ),
            },
            {
              name: t('known.field-service'),
              cell: ({ protocol, port }) => <Name text={`${protocol} ${port}`} mono />,
            },
            {
              name: t('known.rule'),
              cell: ({ list, line }) =>
                line === null ? t('known.noRule') : <Name text={t('known.deniedBy', { list, line })} />,
            },
            { name: t('column.last'), cell: ({ last }) => (last === null ? '–' : <Moment at={last} />) },
          ]}
        />
      )}
    </Panel>
  )
}

function Rules({ rows }: { readonly rows: FirewallUse['rules'] }) {
  const { t } = useTranslation()
  return (
    <Panel flush title={t('known.rules')}>
      <Table
        label={t('known.rules')}
        rows={rows}
        keyOf={({ list, line }) => `${list} ${line}`}
        columns={[
          { name: t('known.rule'), cell: ({ name, line }) => <Name text={name ?? String(line)} /> },
          { name: t('known.field-source'), cell: ({ source }) => <Name text={source} mono /> },
          { name: t('known.field-destination'), cell: ({ destination }) => <Name text={destination} mono /> },
          { name: t('known.field-service'), cell: ({ service }) => <Name text={service} mono /> },
          {
            name: t('known.field-action'),
            cell: ({ action }) => <>{t(`known.action-${action}`, { defaultValue: action })}</>,
          },
          {
            name: t('known.seen'),
            cell: ({ seen, unknown }) =>
              unknown.length > 0 ? (
                <Name text={t('known.unresolved', { words: unknown.join(', ') })} />
              ) : seen > 0 ? (
                t('known.seenCount', { count: seen })
              ) : (
                <span className="dim">{t('known.neverSeen')}</span>
              ),
          },
          { name: t('column.last'), cell: ({ last }) => (last === null ? '–' : <Moment at={last} />) },
        ]}
      />
    </Panel>
  )
}
