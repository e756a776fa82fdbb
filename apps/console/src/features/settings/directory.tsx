// People and groups out of a directory (SCIM 2.0), and which group or claim has which role here.
import { Button, Code, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { SecretShown } from '../../shared/secret-shown.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { keysQuery, makeKey } from './data.ts'
import { DIRECTORY, type Directory, directoryQuery } from './directory-data.ts'
import { NewMapping } from './new-mapping.tsx'
import styles from './settings.module.css'

export function DirectoryTab() {
  const { tenant } = useHere()
  const query = useQuery(directoryQuery(tenant))
  return (
    <LoadedIfThere query={query}>
      {told => (
        <div className={styles.stack}>
          <Connection told={told} />
          <Mappings told={told} />
        </div>
      )}
    </LoadedIfThere>
  )
}

function Connection({ told: { directory } }: { readonly told: Directory }) {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const make = useAct(() => makeKey(tenant, { name: t('directory.keyName'), scopes: ['directory.write'], days: 730 }), {
    renews: [keysQuery(tenant).queryKey],
  })
  return (
    <Panel title={t('directory.connection')}>
      <div className={styles.stack}>
        <p>{t('directory.text')}</p>
        <Group gap="sm">
          <Code style={{ overflowWrap: 'anywhere' }}>{directory.url}</Code>
          <CopyButton text={directory.url} />
        </Group>
        <p className="dim">{t('directory.there', { users: directory.users, groups: directory.groups.length })}</p>
        {may('key.write') && (
          <Group>
            <Button size="xs" loading={make.isPending} onClick={() => make.mutate()}>
              {t('directory.makeToken')}
            </Button>
          </Group>
        )}
        {make.data && (
          <Dialog onClose={() => make.reset()} title={t('directory.token')} closeOnClickOutside={false}>
            <SecretShown secret={make.data.secret}>{t('directory.tokenText')}</SecretShown>
          </Dialog>
        )}
      </div>
    </Panel>
  )
}

function Mappings({ told }: { readonly told: Directory }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const remove = useAct(
    (mapping: string) => call('DELETE /api/tenants/{tenant}/role-mappings/{mapping}', { path: { tenant, mapping } }),
    { renews: [directoryQuery(tenant).queryKey] },
  )
  const labelOf = (id: string) =>
    id === DIRECTORY ? t('directory.directory') : (told.providers.find(provider => provider.id === id)?.label ?? id)
  return (
    <Panel title={t('directory.roles')} flush>
      {told.items.length === 0 ? (
        <Empty icon="person" title={t('directory.none')}>
          <p>{t('directory.noneText')}</p>
        </Empty>
      ) : (
        <Table
          label={t('directory.roles')}
          rows={told.items}
          keyOf={({ id }) => id}
          columns={[
            { name: t('directory.from'), cell: ({ provider }) => <Name text={labelOf(provider)} /> },
            {
              name: t('directory.value'),
              cell: ({ provider, claim, value }) => (
                <Name text={provider === DIRECTORY ? value : `${claim}: ${value}`} mono />
              ),
            },
            { name: t('settings.role'), cell: ({ role }) => t(`settings.role-${role}`) },
            { name: t('sources.site'), cell: ({ site }) => <Name text={site === '*' ? t('sources.all') : site} /> },
            {
              name: '',
              number: true,
              cell: ({ id, value }) => (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="red"
                  aria-label={t('directory.removeOf', { value })}
                  onClick={() => remove.mutate(id)}
                >
                  {t('feeds.remove')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <NewMapping told={told} />
    </Panel>
  )
}
