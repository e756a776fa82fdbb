// One order: its form, its approval, its end, and everything that was done with it.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { approveOrder, cancelOrder, historyQuery, type Order, workKey } from './data.ts'
import { OrderForm } from './order-form.tsx'
import styles from './work.module.css'

export function OrderPanel({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const here = useHere()
  const [reason, setReason] = useState('')
  const renews = [workKey(here)]
  const approve = useAct(() => approveOrder(here, order.id), { renews })
  const cancel = useAct(() => cancelOrder(here, order.id, reason), { renews })
  const history = useQuery(historyQuery(here, order.id))
  const isOpen = order.state !== 'cancelled'
  return (
    <>
      <Panel title={`${order.id} · ${order.work.title}`}>
        <p>
          {t(`orders.state-${order.state}`)}{' '}
          {order.force_version === null
            ? t('orders.holdsNone')
            : t('orders.holds', { version: order.force_version, newest: order.version })}
        </p>
        {isOpen && (
          <div className={styles.buttons}>
            {order.state === 'waiting' && here.may('work.approve') && (
              <Button loading={approve.isPending} onClick={() => approve.mutate()}>
                {t('orders.approve')}
              </Button>
            )}
            {here.may('work.write') && (
              <>
                <TextInput
                  aria-label={t('orders.reason')}
                  placeholder={t('orders.reason')}
                  value={reason}
                  onChange={event => setReason(event.currentTarget.value)}
                />
                <Button
                  variant="default"
                  color="red"
                  disabled={reason.trim() === ''}
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate()}
                >
                  {t('orders.cancel')}
                </Button>
              </>
            )}
          </div>
        )}
      </Panel>
      {isOpen && here.may('work.write') && (
        <OrderForm key={`${order.id} ${order.version}`} order={order} onDone={() => {}} />
      )}
      <Panel flush title={t('orders.history')}>
        <Loaded query={history}>
          {steps => (
            <Table
              label={t('orders.history')}
              rows={steps}
              keyOf={({ seq }) => String(seq)}
              columns={[
                { name: t('orders.when'), cell: ({ at }) => <Moment at={microsOf(at)} as="short" /> },
                { name: t('orders.what'), cell: ({ step }) => t(`orders.step-${step}`) },
                { name: t('orders.version'), cell: ({ version }) => version, number: true },
                { name: t('orders.who'), cell: ({ who }) => <Name text={who} /> },
                { name: t('orders.reason'), cell: ({ reason: why }) => <Name text={why ?? ''} fallback="" /> },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </>
  )
}
