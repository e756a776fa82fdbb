// Every version of a playbook, and what is other in two of them.
import { Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { type Version, versionsQuery } from './data.ts'
import { Difference } from './difference.tsx'
import styles from './playbooks.module.css'

const route = getRouteApi('/$tenant/$site/playbooks/$playbook')

export function History({ id }: { readonly id: string }) {
  const query = useQuery(versionsQuery(useHere().tenant, id))
  return <Loaded query={query}>{versions => <All id={id} versions={versions} />}</Loaded>
}

function All({ id, versions }: { readonly id: string; readonly versions: readonly Version[] }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <div className={styles.stack}>
      <Panel flush>
        <Table
          label={t('playbooks.history')}
          rows={versions}
          keyOf={({ name }) => name}
          columns={[
            {
              name: t('playbooks.version'),
              cell: ({ name, version, isWithdrawal, isInForce }) => (
                <>
                  {isWithdrawal ? (
                    <span className="dim">{t('playbooks.withdrawn')}</span>
                  ) : (
                    <Link
                      to="/$tenant/$site/playbooks/$playbook"
                      params={{ tenant, site, playbook: id }}
                      search={{ version }}
                      className="link mono"
                    >
                      {name}
                    </Link>
                  )}
                  {isInForce && <span className={styles.inForce}>{t('playbooks.isInForce')}</span>}
                </>
              ),
            },
            {
              name: t('playbooks.made'),
              cell: ({ isOwn, by, at }) =>
                isOwn ? (
                  <>
                    <Moment at={microsOf(at)} as="short" /> <Name text={by} />
                  </>
                ) : (
                  <span className="dim">{t('playbooks.cameWith')}</span>
                ),
            },
            { name: t('playbooks.basis'), cell: ({ basis }) => <Name text={basis} fallback="" mono /> },
            { name: t('incident.reason'), cell: ({ note }) => <Name text={note} fallback="" /> },
          ]}
        />
      </Panel>
      <Comparing id={id} versions={versions.filter(({ isWithdrawal }) => !isWithdrawal)} />
    </div>
  )
}

/** At first the newest and the one before it. */
function Comparing({ id, versions }: { readonly id: string; readonly versions: readonly Version[] }) {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = useNavigate()
  const [newest, before] = versions
  if (!newest || !before) return null
  const known = (asked: number | undefined) => versions.find(({ version }) => version === asked)?.version
  const from = known(search.from) ?? before.version
  const to = known(search.to) ?? newest.version
  const compare = (next: { readonly from?: number; readonly to?: number }) =>
    void navigate({ to: '.', search: { view: 'history', from, to, ...next }, replace: true })
  const data = versions.map(({ name, version }) => ({ value: String(version), label: name }))
  return (
    <Panel
      title={t('playbooks.difference')}
      aside={
        <Group gap={8} wrap="nowrap">
          <NativeSelect
            size="xs"
            aria-label={t('playbooks.from')}
            data={data}
            value={String(from)}
            onChange={event => compare({ from: Number(event.currentTarget.value) })}
          />
          →
          <NativeSelect
            size="xs"
            aria-label={t('playbooks.to')}
            data={data}
            value={String(to)}
            onChange={event => compare({ to: Number(event.currentTarget.value) })}
          />
        </Group>
      }
    >
      <Difference id={id} from={from} to={to} />
    </Panel>
  )
}
