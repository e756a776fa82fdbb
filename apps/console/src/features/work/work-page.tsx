// Approved work and visits of contractors: detection judges by them.
import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pathOf } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { askApproval, type Order, workKey, workQuery } from './data.ts'
import { ImportPanel } from './import-panel.tsx'
import { OrderForm } from './order-form.tsx'
import { OrderPanel } from './order-panel.tsx'
import { Week } from './week.tsx'

const route = getRouteApi('/$tenant/$site/work')

export function WorkPage() {
  const { t } = useTranslation()
  const here = useHere()
  const { order, week = 0 } = route.useSearch()
  const navigate = useNavigate()
  const show = (next: string | undefined) =>
    void navigate({ to: '.', search: next === undefined ? {} : { order: next } })
  const query = useQuery(workQuery(here))
  const buttons = order ? (
    <Button size="xs" variant="default" onClick={() => show(undefined)}>
      {t('orders.all')}
    </Button>
  ) : (
    <>
      <Button size="xs" variant="default" component="a" href={pathOf(here, '/work.ics')} download>
        {t('orders.export')}
      </Button>
      {here.may('work.write') && (
        <>
          <Button size="xs" variant="default" onClick={() => show('+import')}>
            {t('orders.import')}
          </Button>
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => show('+new')}>
            {t('orders.new')}
          </Button>
        </>
      )}
    </>
  )
  return (
    <Page title={t('page.work')} aside={buttons}>
      {order === '+new' && <OrderForm order={null} onDone={show} />}
      {order === '+import' && <ImportPanel onDone={() => show(undefined)} />}
      <Loaded query={query}>
        {({ items, approval }) => {
          if (order === '+new' || order === '+import') return null
          const one = items.find(({ id }) => id === order)
          if (one) return <OrderPanel order={one} />
          if (order !== undefined) return <Empty icon="clock" title={t('orders.noSuch', { order })} />
          return (
            <>
              <Week
                week={week}
                orders={items}
                onWeek={next => void navigate({ to: '.', search: next === 0 ? {} : { week: next } })}
              />
              <List items={items} />
              {here.may('site.write') && <Approval asked={approval} />}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Approval({ asked }: { readonly asked: boolean }) {
  const { t } = useTranslation()
  const here = useHere()
  const ask = useAct((next: boolean) => askApproval(here, next), { renews: [workKey(here)] })
  return (
    <Switch
      mt="md"
      label={t('orders.approval')}
      description={t('orders.approvalText')}
      checked={asked}
      disabled={ask.isPending}
      onChange={event => ask.mutate(event.currentTarget.checked)}
    />
  )
}

function List({ items }: { readonly items: readonly Order[] }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  if (items.length === 0)
    return (
      <Panel flush>
        <Empty icon="clock" title={t('orders.none')}>
          <p>{t('orders.noneText')}</p>
        </Empty>
      </Panel>
    )
  return (
    <Panel flush title={t('orders.orders')}>
      <Table
        label={t('orders.orders')}
        rows={items}
        keyOf={({ id }) => id}
        columns={[
          {
            name: t('orders.id'),
            cell: ({ id }) => (
              <Link to="/$tenant/$site/work" params={{ tenant, site }} search={{ order: id }} className="link">
                <Name text={id} mono />
              </Link>
            ),
          },
          { name: t('orders.title'), cell: ({ work }) => <Name text={work.title} /> },
          { name: t('orders.state'), cell: ({ state }) => t(`orders.state-${state}`) },
          {
            name: t('orders.visit'),
            cell: ({ work: { person, company, laptop } }) => (
              <Name text={[person, company, laptop].filter(Boolean).join(' · ')} fallback="" />
            ),
          },
          { name: t('orders.assets'), cell: ({ work }) => <Name text={work.assets.join(', ')} mono /> },
          { name: t('orders.changed'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} /> },
        ]}
      />
    </Panel>
  )
}
