import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { SecretShown } from '../../shared/secret-shown.tsx'
import { useAct } from '../../shared/use-act.ts'
import { enrol } from './data.ts'

const HOURS = [1, 24, 168] as const

export function EnrolDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const here = useHere()
  const [name, setName] = useState('')
  const [hours, setHours] = useState<string>('24')
  const { mutate, data, isPending, error } = useAct(() => enrol(here, name.trim(), Number(hours)), {
    renews: [keyOf(here, 'enrolments')],
  })
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('map.close') }}
      opened
      onClose={onClose}
      title={t('sensors.enrol')}
      closeOnClickOutside={!data}
    >
      {data ? (
        <>
          <SecretShown secret={data.token}>{t('sensors.tokenText')}</SecretShown>
          <Button mt="md" onClick={onClose}>
            {t('sensors.done')}
          </Button>
        </>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            mutate()
          }}
        >
          <TextInput
            label={t('sensors.name')}
            description={t('sensors.nameText')}
            value={name}
            maxLength={100}
            error={error?.message}
            data-autofocus
            onChange={event => setName(event.currentTarget.value)}
          />
          <Select
            mt="sm"
            label={t('sensors.goodFor')}
            data={HOURS.map(value => ({ value: String(value), label: t(`sensors.hours-${value}`) }))}
            value={hours}
            allowDeselect={false}
            onChange={next => setHours(next ?? '24')}
          />
          <Button type="submit" mt="lg" loading={isPending} disabled={name.trim() === ''}>
            {t('sensors.makeToken')}
          </Button>
        </form>
      )}
    </Modal>
  )
}
