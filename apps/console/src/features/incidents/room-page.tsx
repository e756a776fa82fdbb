// The incident room: what happened, what is asked of whom, and what was decided.
import { Tabs } from '@mantine/core'
import type { Severity as Grade } from '@nautilus/model'
import { since } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Page } from '../../shared/page.tsx'
import { Severity } from '../../shared/severity.tsx'
import { Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { type Room, roomQuery } from './api.ts'
import { Assignee } from './assignee.tsx'
import { Elsewhere } from './elsewhere.tsx'
import styles from './incidents.module.css'
import { useSay } from './say.ts'
import { roomSearchOf } from './search.ts'
import { tabNames } from './tab-names.ts'
import { tabs } from './tabs.ts'
import { Ways } from './ways.tsx'

const route = getRouteApi('/$tenant/$site/incidents/$incident')

export function RoomPage() {
  const { incident } = route.useParams()
  const query = useQuery(roomQuery(useHere(), incident))
  return <Loaded query={query}>{room => <Inside key={incident} room={room} />}</Loaded>
}

function Inside({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { tab = tabNames[0] } = route.useSearch()
  const navigate = useNavigate()
  const Content = tabs[tab]
  return (
    <Page title={plain(room.incident.title)} aside={<Ways room={room} />}>
      <Head room={room} />
      <Elsewhere room={room} />
      <Tabs
        value={tab}
        mb={16}
        onChange={next => void navigate({ to: '.', search: roomSearchOf({ tab: next }), replace: true })}
      >
        <Tabs.List>
          {tabNames.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`incident.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Content room={room} />
    </Page>
  )
}

function Head({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const { state } = useSay()
  const { incident } = room
  return (
    <div className={styles.head}>
      <Severity grade={incident.severity as Grade} />
      <span className={styles.state} data-awaiting={incident.state === 'awaiting engineering decision'}>
        {state(incident.state)}
      </span>
      <span className="dim">
        <Moment at={since(incident)} />
      </span>
      {incident.exercise && <span className={styles.exercise}>{t('incident.exercise')}</span>}
      <Assignee room={room} />
      {incident.mergedInto && (
        <Link
          to="/$tenant/$site/incidents/$incident"
          params={{ tenant, site, incident: incident.mergedInto }}
          className="link"
        >
          {t('incident.mergedInto')}
        </Link>
      )}
      <Link
        to="/$tenant/$site/incidents/$incident/decide"
        params={{ tenant, site, incident: incident.id }}
        className="link"
      >
        {t('incident.onePage')}
      </Link>
    </div>
  )
}
