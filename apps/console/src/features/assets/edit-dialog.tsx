// What people know of a device and the network does not say.
import { Autocomplete, Button, Group, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { keyOf } from '../../shared/queries.ts'
import type { AssetDetail } from '../../shared/wire.ts'
import { editAsset } from './api.ts'
import { changesOf, type Fields, fieldNames, fieldsOf, withZoneId, withZoneName } from './edit.ts'
import { useZones } from './zone-names.ts'

export function EditButton({ detail }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Icon name="edit" size={14} />} onClick={() => setOpen(true)}>
        {t('edit.open')}
      </Button>
      {isOpen && <EditDialog detail={detail} onClose={() => setOpen(false)} />}
    </>
  )
}

function EditDialog({ detail, onClose }: { readonly detail: AssetDetail; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const zones = useZones()
  const form = useForm<Fields>({ initialValues: withZoneName(fieldsOf(detail.edits), zones) })
  const { mutate, isPending } = useSave(detail, onClose, fields => form.setErrors(fields))
  const submit = (values: Fields) => mutate(withZoneId(values, zones))
  const grades = ['low', 'medium', 'high', 'critical'] as const
  return (
    <Modal opened onClose={onClose} title={t('edit.title')} closeButtonProps={{ 'aria-label': t('map.close') }}>
      <form onSubmit={form.onSubmit(submit)} style={{ display: 'grid', gap: 12 }}>
        <TextInput
          label={t('edit.label')}
          description={t('edit.labelText')}
          maxLength={200}
          {...form.getInputProps('label')}
        />
        <TextInput label={t('edit.owner')} maxLength={200} {...form.getInputProps('owner')} />
        <Select
          label={t('column.criticality')}
          data={[
            { value: '', label: t('edit.asDerived') },
            ...grades.map(value => ({ value, label: t(`criticality.${value}`) })),
          ]}
          allowDeselect={false}
          {...form.getInputProps('criticality')}
        />
        <Autocomplete
          label={t('column.zone')}
          description={t('edit.zoneText')}
          data={zones.map(({ name }) => name)}
          maxLength={200}
          {...form.getInputProps('zone')}
        />
        <TextInput label={t('edit.process')} maxLength={200} {...form.getInputProps('process')} />
        <Textarea label={t('edit.note')} maxLength={10_000} autosize minRows={3} {...form.getInputProps('note')} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('work.cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {t('edit.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function useSave(
  { asset, edits }: AssetDetail,
  onDone: () => void,
  onFields: (fields: Record<string, string>) => void,
) {
  const { t } = useTranslation()
  const here = useHere()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (values: Fields) => {
      const changes = changesOf(fieldsOf(edits), values)
      if (fieldNames.some(name => name in changes)) await editAsset(here, asset.id, changes)
    },
    onSuccess: () => {
      for (const noun of ['asset', 'assets', 'all-assets', 'names', 'findings'])
        void queries.invalidateQueries({ queryKey: keyOf(here, noun) })
      notifications.show({ message: t('edit.saved'), color: 'teal' })
      onDone()
    },
    onError: error => {
      if (error instanceof ApiError) onFields({ ...error.fields })
      notifications.show({ message: error.message, color: 'red' })
    },
  })
}
