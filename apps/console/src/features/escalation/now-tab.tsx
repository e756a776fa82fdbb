// Who is called when something happens, who is missing, and what was sent.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { pathOf, send } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { useAct } from '../../shared/use-act.ts'
import { onCallQuery, outboxQuery, policyQuery, type Sent } from './data.ts'
import styles from './escalation.module.css'

export function NowTab() {
  return (
    <div className={styles.stack}>
      <Ready />
      <Called />
      <Outbox />
    </div>
  )
}

export function Sheets() {
  const { t, i18n } = useTranslation()
  const { tenant, site, may } = useHere()
  const sheet = (kind: 'call-sheet' | 'offline-pack') => (
    <Button
      component="a"
      size="xs"
      variant="default"
      leftSection={<Icon name="download" size={14} />}
      href={`${pathOf({ tenant, site }, `/${kind}.pdf`)}?language=${i18n.language === 'de' ? 'de' : 'en'}`}
      download
    >
      {t(kind === 'call-sheet' ? 'escalation.callSheet' : 'escalation.offlinePack')}
    </Button>
  )
  return (
    <>
      {may('response.write') && sheet('call-sheet')}
      {sheet('offline-pack')}
    </>
  )
}

function Ready() {
  const { t, i18n } = useTranslation()
  const { tenant, site } = useHere()
  const query = useQuery(policyQuery({ tenant, site }))
  return (
    <Panel title={t('escalation.ready')}>
      <Loaded query={query}>
        {({ isDefault, notReady }) => (
          <>
            {isDefault && <p>{t('escalation.isDefault')}</p>}
            {notReady.length === 0 ? (
              <p>{t('escalation.isReady')}</p>
            ) : (
              <ul className={styles.gaps}>
                {notReady.map(({ code, from, text }) => (
                  <li key={`${code} ${from} ${text.en}`}>{i18n.language === 'de' ? text.de : text.en}</li>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function Called() {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const query = useQuery(onCallQuery({ tenant, site }))
  return (
    <Panel title={t('escalation.onCall')} flush>
      <Loaded query={query}>
        {rows => (
          <Table
            label={t('escalation.onCall')}
            rows={rows}
            keyOf={({ duty }) => duty}
            columns={[
              { name: t('escalation.duty'), cell: ({ duty }) => t(`escalation.duties.${duty}`, duty) },
              {
                name: t('escalation.person'),
                cell: ({ name }) => <Name text={name ?? ''} fallback={t('escalation.nobody')} />,
              },
              {
                name: t('escalation.deputy'),
                cell: ({ deputyName }) => <Name text={deputyName ?? ''} fallback={t('escalation.nobody')} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  )
}

function Outbox() {
  const { t } = useTranslation()
  const { tenant, site, may } = useHere()
  const place = { tenant, site }
  const query = useQuery(outboxQuery(place))
  const { mutate, isPending } = useAct((id: string) => send('POST', pathOf(place, '/outbox/repeat'), { id }), {
    renews: [outboxQuery(place).queryKey],
  })
  const again = ({ id, state }: Sent) =>
    may('response.write') && (state === 'failed' || state === 'dead') ? (
      <Button size="compact-xs" variant="default" loading={isPending} onClick={() => mutate(id)}>
        {t('escalation.again')}
      </Button>
    ) : null
  return (
    <Panel title={t('escalation.outbox')} flush>
      <Loaded query={query}>
        {rows =>
          rows.length === 0 ? (
            <Empty icon="out" title={t('escalation.nothingSent')} />
          ) : (
            <Table
              label={t('escalation.outbox')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('escalation.at'), cell: ({ made_at }) => <Moment at={made_at} /> },
                { name: t('escalation.about'), cell: ({ payload }) => <Name text={payload.title} /> },
                {
                  name: t('escalation.channel'),
                  cell: ({ channel }) => t(`escalation.channels.${channel as 'mail'}`, channel),
                },
                { name: t('escalation.state'), cell: ({ state }) => t(`escalation.states.${state}`, state) },
                { name: t('escalation.why'), cell: ({ last_error }) => <Name text={last_error ?? ''} fallback="" /> },
                { name: t('escalation.again'), cell: again },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  )
}
