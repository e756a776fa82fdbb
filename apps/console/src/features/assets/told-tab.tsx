// What other systems say of a device: lists of assets, its place at a switch, vulnerabilities that advisories name.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { Exploited, Urgency, type Vulnerability } from '../../shared/vulnerability.tsx'
import type { AssetDetail } from '../../shared/wire.ts'
import { type Told, toldQuery } from './api.ts'
import styles from './asset-page.module.css'

export function ToldTab({ detail: { asset } }: { readonly detail: AssetDetail }) {
  const query = useQuery(toldQuery(useHere(), asset.id))
  return (
    <Loaded query={query}>
      {told => (
        <div className={styles.stack}>
          <Vulnerabilities rows={told.vulnerabilities} />
          <Claims claims={told.claims} />
          <Ports rows={told.ports} />
        </div>
      )}
    </Loaded>
  )
}

function Claims({ claims }: { readonly claims: Told['claims'] }) {
  const { t } = useTranslation()
  const rows = claims.flatMap(({ values, conflicts, ...claim }) =>
    Object.entries(values).map(([field, value]) => ({
      ...{ ...claim, field, value },
      conflict: conflicts.find(({ attribute }) => attribute === field) ?? null,
    })),
  )
  const addresses = claims.flatMap(({ conflicts, ...claim }) =>
    conflicts
      .filter(({ attribute }) => attribute === 'ip' || attribute === 'mac')
      .map(conflict => ({ ...claim, field: conflict.attribute, value: conflict.expected, conflict })),
  )
  const all = [...rows, ...addresses]
  return (
    <Panel flush title={t('asset.claims')}>
      {all.length === 0 ? (
        <Empty title={t('asset.noTold')}>
          <p>{t('asset.noToldText')}</p>
        </Empty>
      ) : (
        <Table
          label={t('asset.claims')}
          rows={all}
          keyOf={({ list, line, field }) => `${list} ${line} ${field}`}
          columns={[
            { name: t('asset.attribute'), cell: ({ field }) => t(`known.field-${field}`, { defaultValue: field }) },
            { name: t('asset.value'), cell: ({ value }) => <Name text={value} /> },
            {
              name: t('known.conflicts'),
              cell: ({ conflict }) =>
                conflict ? (
                  <span className={styles.conflict}>
                    <Name text={t('asset.heardAs', { heard: conflict.heard })} />
                  </span>
                ) : (
                  '–'
                ),
            },
            { name: t('asset.source'), cell: ({ name, line }) => <Name text={t('asset.inList', { name, line })} /> },
            { name: t('asset.foundBy'), cell: ({ rule }) => t(`known.by-${rule}`, { defaultValue: rule ?? '' }) },
            { name: t('known.changed'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} /> },
          ]}
        />
      )}
    </Panel>
  )
}

function Ports({ rows }: { readonly rows: Told['ports'] }) {
  const { t } = useTranslation()
  if (rows.length === 0) return null
  return (
    <Panel flush title={t('asset.ports')}>
      <Table
        label={t('asset.ports')}
        rows={rows}
        keyOf={({ mac }) => mac}
        columns={[
          { name: 'MAC', cell: ({ mac }) => <Name text={mac} mono /> },
          { name: t('known.field-switch'), cell: row => <Name text={row.switch} /> },
          { name: t('known.field-port'), cell: ({ port }) => <Name text={port} mono /> },
          { name: 'VLAN', cell: ({ vlan }) => <Name text={vlan} fallback="–" /> },
          { name: t('asset.source'), cell: ({ list }) => <Name text={list} /> },
        ]}
      />
    </Panel>
  )
}

type Match = {
  readonly title?: string
  readonly product?: string
  readonly advisory?: { readonly id: string; readonly released: string }
  readonly evidence?: { readonly product: string; readonly version: string }
}

function Vulnerabilities({ rows }: { readonly rows: readonly Vulnerability[] }) {
  const { t } = useTranslation()
  if (rows.length === 0) return null
  return (
    <Panel flush title={t('asset.vulnerabilities')}>
      <Table
        label={t('asset.vulnerabilities')}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          { name: t('vulns.urgency'), cell: row => <Urgency row={row} /> },
          {
            name: t('vulns.vulnerability'),
            cell: row => (
              <>
                <Name text={row.vulnerability} mono /> <Exploited row={row} />
                <div className="dim" lang="en">
                  <Name text={(row.data as Match).title ?? ''} fallback="" />
                </div>
              </>
            ),
          },
          { name: t('vulns.verdict'), cell: ({ verdict }) => t(`vulns.verdict-${verdict}`, { defaultValue: verdict }) },
          { name: 'CVSS', number: true, cell: ({ score }) => score ?? '–' },
          {
            name: t('vulns.why'),
            cell: ({ data }) => {
              const { evidence, advisory } = data as Match
              return (
                <span lang="en">
                  <Name
                    text={[evidence?.product, evidence?.version, advisory?.id].filter(Boolean).join(' ')}
                    fallback="–"
                  />
                </span>
              )
            },
          },
        ]}
      />
    </Panel>
  )
}
