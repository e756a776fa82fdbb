// Into the organisation of a customer: with a reason, for a time, and the customer sees it.
import { Button, Modal, NumberInput, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../shared/queries.ts'
import { useAct } from '../../shared/use-act.ts'
import { enterCustomer } from './data.ts'

export type Goal = {
  readonly tenant: string
  readonly site: string
  readonly id: string
  readonly customer: string
  readonly page: 'findings' | 'incidents'
}

/** As the platform demands of a reason. */
const SHORTEST = 10

export function EnterDialog({ goal, onClose }: { readonly goal: Goal; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const [hours, setHours] = useState(1)
  const { mutate, isPending } = useAct(() => enterCustomer(goal.tenant, reason.trim(), hours), {
    onDone: async () => {
      await queries.fetchQuery({ ...meQuery, staleTime: 0 })
      const { tenant, site, id, page } = goal
      void navigate({
        href: `/${encodeURIComponent(tenant)}/${encodeURIComponent(site)}/${page}/${encodeURIComponent(id)}`,
      })
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('map.close') }}
      title={t('provider.enterTitle', { customer: goal.customer })}
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          mutate()
        }}
      >
        <p>{t('provider.enterText')}</p>
        <Textarea
          label={t('provider.reason')}
          value={reason}
          data-autofocus
          autosize
          minRows={2}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <NumberInput
          mt="sm"
          label={t('provider.hours')}
          min={1}
          max={8}
          allowDecimal={false}
          value={hours}
          onChange={value => setHours(Number(value) || 1)}
        />
        <Button type="submit" mt="lg" loading={isPending} disabled={reason.trim().length < SHORTEST}>
          {t('provider.enter')}
        </Button>
      </form>
    </Modal>
  )
}
