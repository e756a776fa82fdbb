// Passkeys: a way in that cannot be guessed or fished for.
import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { canPasskeys, isLeft } from '../../shared/passkeys.ts'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { addPasskey, type Passkey, passkeysQuery, removePasskey, renamePasskey } from './passkey-data.ts'

export function Passkeys() {
  const { t } = useTranslation()
  const query = useQuery(passkeysQuery)
  const [isAdding, setAdding] = useState(false)
  const [renamed, setRenamed] = useState<Passkey | null>(null)
  return (
    <Panel
      flush
      title={t('passkeys.title')}
      aside={
        canPasskeys() && (
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
            {t('passkeys.add')}
          </Button>
        )
      }
    >
      <LoadedIfThere query={query}>{rows => <Rows rows={rows} onRename={setRenamed} />}</LoadedIfThere>
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
      {renamed && <RenameDialog passkey={renamed} onClose={() => setRenamed(null)} />}
    </Panel>
  )
}

type RowsProps = { readonly rows: readonly Passkey[]; readonly onRename: (passkey: Passkey) => void }

function Rows({ rows, onRename }: RowsProps) {
  const { t } = useTranslation()
  const remove = useAct((id: string) => removePasskey(id), { renews: [passkeysQuery.queryKey] })
  if (rows.length === 0)
    return (
      <p className="dim" style={{ padding: '0 16px' }}>
        {t('passkeys.none')}
      </p>
    )
  return (
    <Table
      label={t('passkeys.title')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('settings.name'), cell: ({ name }) => <Name text={name} /> },
        { name: t('passkeys.kept'), cell: ({ synced }) => t(synced ? 'passkeys.synced' : 'passkeys.device') },
        {
          name: t('settings.used'),
          cell: ({ used_at }) => (used_at === null ? '–' : <Moment at={microsOf(used_at)} as="short" />),
        },
        {
          name: '',
          number: true,
          cell: passkey => (
            <>
              <Button size="compact-xs" variant="subtle" onClick={() => onRename(passkey)}>
                {t('passkeys.rename')}
              </Button>
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(passkey.id)}>
                {t('settings.remove')}
              </Button>
            </>
          ),
        },
      ]}
    />
  )
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [{ name, password }, setGiven] = useState({ name: '', password: '' })
  const { mutate, isPending, error } = useMutation({
    mutationFn: addPasskey,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: passkeysQuery.queryKey })
      onClose()
    },
  })
  const asked = error instanceof ApiError ? error.fields.password : undefined
  return (
    <Modal closeButtonProps={{ 'aria-label': t('map.close') }} opened onClose={onClose} title={t('passkeys.add')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          mutate({ name: name.trim(), password: password === '' ? undefined : password })
        }}
      >
        <TextInput
          label={t('settings.name')}
          description={t('passkeys.nameText')}
          value={name}
          maxLength={60}
          data-autofocus
          error={error && asked === undefined && !isLeft(error) ? error.message : null}
          onChange={event => setGiven({ name: event.currentTarget.value, password })}
        />
        {(asked !== undefined || password !== '') && (
          <PasswordInput
            mt="sm"
            label={t('settings.password')}
            description={t('passkeys.again')}
            autoComplete="current-password"
            value={password}
            error={password === '' ? null : asked}
            onChange={event => setGiven({ name, password: event.currentTarget.value })}
          />
        )}
        <Button type="submit" mt="lg" loading={isPending} disabled={name.trim() === ''}>
          {t('settings.continue')}
        </Button>
      </form>
    </Modal>
  )
}

function RenameDialog({ passkey, onClose }: { readonly passkey: Passkey; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(passkey.name)
  const { mutate, isPending } = useAct(() => renamePasskey(passkey.id, name.trim()), {
    renews: [passkeysQuery.queryKey],
    onDone: onClose,
  })
  return (
    <Modal closeButtonProps={{ 'aria-label': t('map.close') }} opened onClose={onClose} title={t('passkeys.rename')}>
      <form
        onSubmit={event => {
          event.preventDefault()
          mutate()
        }}
      >
        <TextInput
          label={t('settings.name')}
          value={name}
          maxLength={60}
          data-autofocus
          onChange={event => setName(event.currentTarget.value)}
        />
        <Button type="submit" mt="lg" loading={isPending} disabled={name.trim() === ''}>
          {t('settings.save')}
        </Button>
      </form>
    </Modal>
  )
}
