// Hunts that people keep, for themselves or for all.
import { ActionIcon, Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { plain } from '../../shared/text.ts'
import { removeHunt, type Saved, savedQuery, saveHunt } from './data.ts'

type Props = { readonly data: Saved['data']; readonly onOpen: (data: Saved['data']) => void }
const shell = getRouteApi('/$tenant/$site')

export function SavedHunts({ data, onOpen }: Props) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const { me } = shell.useRouteContext()
  const queries = useQueryClient()
  const [isNaming, setNaming] = useState(false)
  const { data: saved, isError } = useQuery(savedQuery(tenant))
  const remove = useMutation({
    mutationFn: (id: string) => removeHunt(tenant, id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['saved', tenant] }),
  })
  if (isError) return null
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<Icon name="star" size={14} />}>
            {t('hunt.saved')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="plus" size={14} />} onClick={() => setNaming(true)}>
            {t('hunt.save')}
          </Menu.Item>
          {saved && saved.length > 0 && <Menu.Divider />}
          {saved?.map(({ id, name, owner, data: kept }) => (
            <Menu.Item
              key={id}
              onClick={() => onOpen(kept)}
              rightSection={
                owner === me.person.email ? (
                  <ActionIcon
                    component="span"
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('hunt.remove')}
                    onClick={event => {
                      event.stopPropagation()
                      remove.mutate(id)
                    }}
                  >
                    <Icon name="close" size={12} />
                  </ActionIcon>
                ) : null
              }
            >
              {plain(name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {isNaming && <SaveDialog data={data} onClose={() => setNaming(false)} />}
    </>
  )
}

function SaveDialog({ data, onClose }: { readonly data: Saved['data']; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => saveHunt(tenant, { name: name.trim(), shared, data }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['saved', tenant] })
      onClose()
    },
  })
  return (
    <Modal closeButtonProps={{ 'aria-label': t('map.close') }} opened onClose={onClose} title={t('hunt.save')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          mutate()
        }}
      >
        <TextInput
          label={t('hunt.name')}
          value={name}
          maxLength={120}
          error={error?.message}
          data-autofocus
          onChange={event => setName(event.currentTarget.value)}
        />
        <Checkbox
          mt="md"
          label={t('hunt.shared')}
          checked={shared}
          onChange={event => setShared(event.currentTarget.checked)}
        />
        <Button type="submit" mt="lg" loading={isPending} disabled={name.trim() === ''}>
          {t('hunt.saveNow')}
        </Button>
      </form>
    </Modal>
  )
}
