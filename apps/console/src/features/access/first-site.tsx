// A new organisation has no site: whoever administers it makes the first one, others are told whom to ask.
import { Alert, Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Door } from '../../shared/door.tsx'
import { meQuery } from '../../shared/queries.ts'
import { plain } from '../../shared/text.ts'
import type { Membership } from '../../shared/wire.ts'
import { makeSite } from './api.ts'

type Props = { readonly onDone: (tenant: string, site: string) => void }

export function FirstSite({ onDone }: Props) {
  const { t } = useTranslation()
  const { data } = useQuery(meQuery)
  const own = data?.memberships.find(({ site, permissions }) => site === '*' && permissions.includes('tenant.write'))
  const brand = (own ?? data?.memberships[0])?.branding ?? {}
  return (
    <Door
      title={t('lost.noSite')}
      text={own ? t('lost.firstSiteText', { organisation: plain(own.name) }) : t('lost.noSiteText')}
      brand={brand}
    >
      {own && <Form membership={own} onDone={onDone} />}
    </Door>
  )
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/

function Form({ membership: { tenant }, onDone }: Props & { readonly membership: Membership }) {
  const { t } = useTranslation()
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const form = useForm({ initialValues: { name: '', id: '', timeZone } })
  const { mutate, isPending, error } = useMutation({
    mutationFn: makeSite,
    onSuccess: ({ id }) => onDone(tenant, id),
    onError: refused => {
      if (refused instanceof ApiError) form.setErrors({ ...refused.fields })
    },
  })
  const { id, name } = form.values
  return (
    <form onSubmit={form.onSubmit(site => mutate({ tenant, ...site }))}>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {error.message}
        </Alert>
      )}
      <TextInput label={t('sensors.name')} autoFocus {...form.getInputProps('name')} />
      <TextInput label={t('sensors.siteId')} description={t('sensors.siteIdText')} {...form.getInputProps('id')} />
      <TextInput label={t('sensors.timeZone')} {...form.getInputProps('timeZone')} />
      <Button type="submit" loading={isPending} mt={6} disabled={!ID.test(id) || name.trim() === ''}>
        {t('sensors.make')}
      </Button>
    </form>
  )
}
