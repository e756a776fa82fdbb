// What people accepted or suppressed for all findings that are like it.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { Empty } from '../../shared/states.tsx'
import { type Column, Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Acceptance, acceptancesQuery, endAcceptance } from './data.ts'

export function Acceptances() {
  const { t } = useTranslation()
  const query = useQuery(acceptancesQuery(useHere()))
  const columns = useColumns()
  return (
    <Panel flush>
      <LoadedIfThere query={query}>
        {rows =>
          rows.length === 0 ? (
            <Empty icon="baseline" title={t('baselines.noAcceptances')}>
              <p>{t('baselines.noAcceptancesText')}</p>
            </Empty>
          ) : (
            <Table label={t('baselines.tab-accepted')} rows={rows} keyOf={({ id }) => id} columns={columns} />
          )
        }
      </LoadedIfThere>
    </Panel>
  )
}

function useColumns(): readonly Column<Acceptance>[] {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const titleOf = useRuleTitle()
  const nameOf = useNames()
  const endsOf = ({ source, target }: Acceptance) =>
    source === null && target === null
      ? t('baselines.anybody')
      : [source, target].map(end => (end === null ? t('baselines.anybody') : nameOf(end))).join(' → ')
  return [
    { name: t('baselines.decision'), cell: ({ kind }) => t(`baselines.kind-${kind}`) },
    {
      name: t('baselines.rule'),
      cell: ({ rule }) => (rule === '*' ? t('baselines.anybody') : <Name text={titleOf({ rule, title: rule })} />),
    },
    { name: t('baselines.ends'), cell: row => <Name text={endsOf(row)} /> },
    { name: t('baselines.why'), cell: ({ reason }) => <Name text={reason} /> },
    {
      name: t('baselines.covers'),
      number: true,
      cell: ({ rule, findings }) => (
        <Link
          to="/$tenant/$site/findings"
          params={{ tenant, site }}
          search={{ ...(rule === '*' ? {} : { rule }), status: 'all' }}
          className="link"
        >
          {findings}
        </Link>
      ),
    },
    { name: t('baselines.by'), cell: ({ made_by }) => <Name text={made_by} /> },
    { name: t('baselines.until'), cell: ({ expires_at }) => <Moment at={microsOf(expires_at)} as="short" /> },
    { name: '', number: true, cell: row => <End acceptance={row} /> },
  ]
}

function End({ acceptance: { id, ended_at } }: { readonly acceptance: Acceptance }) {
  const { t } = useTranslation()
  const here = useHere()
  const renews = ['acceptances', 'findings', 'finding', 'overview'].map(noun => keyOf(here, noun))
  const { mutate, isPending } = useAct(() => endAcceptance(here, id), { renews })
  if (ended_at !== null) return <span className="dim">{t('baselines.ended')}</span>
  if (!here.may('finding.accept')) return null
  return (
    <Button size="compact-xs" variant="subtle" color="red" loading={isPending} onClick={() => mutate()}>
      {t('baselines.end')}
    </Button>
  )
}
