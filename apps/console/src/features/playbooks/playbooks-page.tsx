// The playbooks of the organisation: those that come with Nautilus, and those that it wrote.
import { Button } from '@mantine/core'
import { FIRST_OWN, type Text } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useSay } from '../../shared/use-say.ts'
import { playbooksQuery, type Row } from './data.ts'
import { NewDialog } from './new-dialog.tsx'
import styles from './playbooks.module.css'

export function PlaybooksPage() {
  const { t } = useTranslation()
  const { tenant, may } = useHere()
  const query = useQuery(playbooksQuery(tenant))
  const [isNew, setNew] = useState(false)
  return (
    <Page
      title={t('page.playbooks')}
      aside={
        may('response.write') && (
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setNew(true)}>
            {t('playbooks.new')}
          </Button>
        )
      }
    >
      <Panel flush>
        <Loaded query={query}>{rows => <Rows rows={rows} />}</Loaded>
      </Panel>
      {isNew && <NewDialog rows={query.data ?? []} onClose={() => setNew(false)} />}
    </Page>
  )
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation()
  const { words } = useSay()
  const { tenant, site } = useHere()
  return (
    <Table
      label={t('page.playbooks')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('playbooks.playbook'),
          cell: ({ id, title }) => (
            <Link to="/$tenant/$site/playbooks/$playbook" params={{ tenant, site, playbook: id }} className="link">
              <span className="mono">{id}</span> <Name text={words(title as Text)} />
            </Link>
          ),
        },
        { name: t('playbooks.class'), cell: ({ safetyClass }) => safetyClass },
        { name: t('playbooks.inForce'), cell: row => <Whose row={row} /> },
        { name: t('playbooks.since'), cell: ({ at }) => (at === null ? '–' : <Moment at={microsOf(at)} />) },
        {
          name: t('playbooks.exercised'),
          cell: ({ exercised }) => (exercised === null ? t('playbooks.never') : <Moment at={microsOf(exercised)} />),
        },
      ]}
    />
  )
}

/** Whose it is, and whether its original has changed since. */
export function Whose({ row }: { readonly row: Pick<Row, 'version' | 'isOwn' | 'basis' | 'original'> }) {
  const { t } = useTranslation()
  const { version, isOwn, basis, original } = row
  if (version === null) return <span className="dim">{t('playbooks.withdrawn')}</span>
  if (!isOwn) return <>{t('playbooks.cameAlong', { version })}</>
  return (
    <>
      {t('playbooks.own', { version: version - FIRST_OWN + 1 })}
      {basis !== null && <span className="dim"> · {t('playbooks.basedOn', { basis })}</span>}
      {original !== null && <span className={styles.changed}>{t('playbooks.changedSince')}</span>}
    </>
  )
}
