// Rules that people of the organisation write: they hold at all of its sites.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { type RuleRow, ruleQuery, rulesQuery } from './data.ts'
import { RuleEditor } from './rule-editor.tsx'

const route = getRouteApi('/$tenant/$site/rules')

export function RulesPage() {
  const { t } = useTranslation()
  const { may } = useHere()
  const { rule } = route.useSearch()
  const navigate = useNavigate()
  const show = (next: string | undefined) =>
    void navigate({ to: '.', search: next === undefined ? {} : { rule: next } })
  return (
    <Page
      title={t('page.rules')}
      aside={
        rule === undefined ? (
          may('rule.write') && (
            <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => show('new')}>
              {t('rules.new')}
            </Button>
          )
        ) : (
          <Button size="xs" variant="default" onClick={() => show(undefined)}>
            {t('rules.all')}
          </Button>
        )
      }
    >
      {rule === undefined ? (
        <List />
      ) : rule === 'new' ? (
        <RuleEditor rule={null} onShow={show} />
      ) : (
        <One id={rule} onShow={show} />
      )}
    </Page>
  )
}

function One({ id, onShow }: { readonly id: string; readonly onShow: (rule: string | undefined) => void }) {
  const { tenant } = useHere()
  const query = useQuery(ruleQuery(tenant, id))
  return <Loaded query={query}>{rule => <RuleEditor key={id} rule={rule} onShow={onShow} />}</Loaded>
}

function List() {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const query = useQuery(rulesQuery(tenant))
  return (
    <Panel flush>
      <Loaded query={query}>
        {rows =>
          rows.length === 0 ? (
            <Empty icon="filter" title={t('rules.none')}>
              <p>{t('rules.noneText')}</p>
            </Empty>
          ) : (
            <Rows rows={rows} />
          )
        }
      </Loaded>
    </Panel>
  )
}

function Rows({ rows }: { readonly rows: readonly RuleRow[] }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <Table
      label={t('page.rules')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('rules.name'),
          cell: ({ id, name }) => (
            <Link to="/$tenant/$site/rules" params={{ tenant, site }} search={{ rule: id }} className="link">
              <Name text={name} />
            </Link>
          ),
        },
        {
          name: t('rules.state'),
          cell: ({ enabled, faults }) =>
            faults.length > 0 ? (
              <span style={{ color: 'var(--severity-high)' }}>{t('rules.faulty')}</span>
            ) : (
              t(enabled ? 'rules.enabled' : 'rules.disabled')
            ),
        },
        { name: t('rules.finds'), cell: ({ rules }) => <Name text={rules.map(({ title }) => title).join(', ')} /> },
        { name: t('rules.changedBy'), cell: ({ changed_by }) => <Name text={changed_by ?? ''} fallback="" /> },
        { name: t('rules.changedAt'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} /> },
      ]}
    />
  )
}
