// One's own account: where one is signed in, and the second factor.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { ChangeEmail } from './change-email.tsx'
import { endSession, sessionsQuery } from './data.ts'
import { Passkeys } from './passkeys.tsx'
import styles from './settings.module.css'
import { TwoFactor } from './two-factor.tsx'

export function MeTab() {
  const { t } = useTranslation()
  const query = useQuery(sessionsQuery)
  const end = useAct((id: string) => endSession(id), { renews: [sessionsQuery.queryKey] })
  return (
    <div className={styles.stack}>
      <Passkeys />
      <TwoFactor />
      <ChangeEmail />
      <Panel flush title={t('settings.sessions')}>
        <LoadedIfThere query={query}>
          {rows => (
            <Table
              label={t('settings.sessions')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('settings.agent'), cell: ({ agent }) => <Name text={agent?.slice(0, 90)} /> },
                { name: t('settings.address'), cell: ({ address }) => <Name text={address} mono /> },
                { name: t('settings.began'), cell: ({ began_at }) => <Moment at={microsOf(began_at)} as="short" /> },
                {
                  name: '',
                  number: true,
                  cell: ({ id, current }) =>
                    current ? (
                      <span className="dim">{t('settings.thisOne')}</span>
                    ) : (
                      <Button size="compact-xs" variant="subtle" color="red" onClick={() => end.mutate(id)}>
                        {t('settings.signOutThere')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </LoadedIfThere>
      </Panel>
    </div>
  )
}
