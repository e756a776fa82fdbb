// Keys of programs that use the API.
import { Button, MultiSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { SecretShown } from '../../shared/secret-shown.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Key, keysQuery, makeKey, revokeKey } from './data.ts'

/** What a key may do: not what only people may. */
const scopes = [
  'site.read',
  'site.write',
  'asset.write',
  'packet.read',
  'finding.work',
  'finding.accept',
  'baseline.write',
  'hunt.run',
  'rule.write',
  'sensor.write',
  'tenant.write',
  'audit.read',
  'work.write',
  'work.approve',
  'feed.write',
  'source.write',
  'directory.write',
  'exercise.run',
  'risk.read',
  'risk.write',
  'demo.run',
]

export function KeysTab() {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const query = useQuery(keysQuery(tenant))
  const [isMaking, setMaking] = useState(false)
  return (
    <Panel
      flush
      title={t('settings.keys')}
      aside={
        <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>
          {t('settings.newKey')}
        </Button>
      }
    >
      <LoadedIfThere query={query}>
        {rows =>
          rows.length === 0 ? (
            <Empty icon="settings" title={t('settings.noKeys')}>
              <p>{t('settings.noKeysText')}</p>
            </Empty>
          ) : (
            <Keys rows={rows} />
          )
        }
      </LoadedIfThere>
      {isMaking && <KeyDialog onClose={() => setMaking(false)} />}
    </Panel>
  )
}

function Keys({ rows }: { readonly rows: readonly Key[] }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const revoke = useAct((id: string) => revokeKey(tenant, id), { renews: [keysQuery(tenant).queryKey] })
  return (
    <Table
      label={t('settings.keys')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t('settings.name'), cell: ({ name }) => <Name text={name} /> },
        { name: t('settings.scopes'), cell: ({ scopes: own }) => <Name text={own.join(', ')} mono /> },
        { name: t('settings.used'), cell: ({ used_at }) => <Moment at={microsOf(used_at)} /> },
        { name: t('settings.until'), cell: ({ expires_at }) => <Moment at={microsOf(expires_at)} as="short" /> },
        {
          name: '',
          number: true,
          cell: ({ id, revoked_at }) =>
            revoked_at === null ? (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => revoke.mutate(id)}>
                {t('settings.revoke')}
              </Button>
            ) : (
              <span className="dim">{t('settings.revoked')}</span>
            ),
        },
      ]}
    />
  )
}

function KeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const [key, setKey] = useState({ name: '', scopes: ['site.read'], days: 365 })
  const { mutate, data, isPending } = useAct(() => makeKey(tenant, key), { renews: [keysQuery(tenant).queryKey] })
  return (
    <Dialog onClose={onClose} title={t('settings.newKey')} closeOnClickOutside={!data}>
      {data ? (
        <SecretShown secret={data.secret}>{t('settings.keyText')}</SecretShown>
      ) : (
        <form
          onSubmit={event => {
            event.preventDefault()
            mutate()
          }}
        >
          <TextInput
            label={t('settings.name')}
            value={key.name}
            maxLength={100}
            data-autofocus
            onChange={event => setKey({ ...key, name: event.currentTarget.value })}
          />
          <MultiSelect
            mt="sm"
            label={t('settings.scopes')}
            data={scopes}
            value={key.scopes}
            onChange={next => setKey({ ...key, scopes: next })}
          />
          <NumberInput
            mt="sm"
            label={t('settings.days')}
            min={1}
            max={3650}
            value={key.days}
            onChange={days => setKey({ ...key, days: Number(days) || 1 })}
          />
          <Button
            type="submit"
            mt="lg"
            loading={isPending}
            disabled={key.name.trim() === '' || key.scopes.length === 0}
          >
            {t('settings.makeKey')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}
