// One page for the engineer who was woken: what happened, what is asked of me, what I can do. For one thumb.
import { Button } from '@mantine/core'
import { decides, since } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { useTitle } from '../../shared/page.tsx'
import { meQuery } from '../../shared/queries.ts'
import { Severity } from '../../shared/severity.tsx'
import { Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { type Room, roomQuery } from './api.ts'
import { Decided } from './decided.tsx'
import { FactLine, factsInOrder, isOpen } from './facts.tsx'
import styles from './incidents.module.css'
import { OptionCard, optionsInOrder } from './options.tsx'
import { useSay } from './say.ts'
import { useDo, useMay } from './use-room.ts'

const route = getRouteApi('/$tenant/$site/incidents/$incident/decide')

export function DecidePage() {
  const { incident } = route.useParams()
  const query = useQuery(roomQuery(useHere(), incident))
  return <Loaded query={query}>{room => <Sheet key={incident} room={room} />}</Loaded>
}

function Sheet({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const { state, sentence } = useSay()
  const { incident, timeline } = room
  const title = plain(incident.title)
  useTitle(title)
  const isAwaiting = incident.state === 'awaiting engineering decision'
  const open = factsInOrder(room).filter(fact => fact.blocks && isOpen(room, fact))
  const mine = open.filter(({ who }) => room.duties.some(duty => duty === who || decides.has(duty)))
  return (
    <article className={styles.sheet}>
      <header>
        <Severity grade={incident.severity} />
        {incident.exercise && <span className={styles.exercise}>{t('incident.exercise')}</span>}
        <h1>{title}</h1>
        <p className={styles.state} data-awaiting={isAwaiting}>
          {state(incident.state)} · <Moment at={since(incident)} />
        </p>
        <Acknowledge room={room} />
      </header>
      <section>
        <h2>{t('incident.part-happened')}</h2>
        {timeline.happened.lines.slice(0, 4).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a story have no other name
          <p key={index}>
            {line.at !== null && (
              <span className="dim">
                <Moment at={line.at} as="short" />{' '}
              </span>
            )}
            <Name text={sentence(line.sentence)} />
          </p>
        ))}
      </section>
      <section>
        <h2>{t('incident.part-couldDo')}</h2>
        {timeline.couldDo.lines.length === 0 && <p>{t('incident.nothing')}</p>}
        {timeline.couldDo.lines.slice(0, 4).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a story have no other name
          <p key={index}>
            <Name text={sentence(line.sentence)} />
          </p>
        ))}
      </section>
      <Decided room={room} />
      {open.length > 0 && isAwaiting && (
        <section>
          <h2>{t('incident.askedOfMe', { count: mine.length })}</h2>
          {open.map(fact => (
            <FactLine key={fact.id} room={room} fact={fact} />
          ))}
        </section>
      )}
      <section>
        <h2>{t('incident.options')}</h2>
        {room.options.length === 0 && <p>{t('incident.noOptions')}</p>}
        {optionsInOrder(room).map(readiness => (
          <OptionCard key={readiness.option.id} room={room} readiness={readiness} isBig />
        ))}
      </section>
      {room.playbook && room.playbook.forbidden.length > 0 && <Forbidden room={room} />}
      <Link
        to="/$tenant/$site/incidents/$incident"
        params={{ tenant, site, incident: incident.id }}
        className={styles.whole}
      >
        {t('incident.wholeRoom')}
      </Link>
    </article>
  )
}

function Forbidden({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { words } = useSay()
  return (
    <section>
      <h2>{t('incident.forbidden')}</h2>
      <ul className={styles.forbidden}>
        {room.playbook?.forbidden.map(text => (
          <li key={words(text)}>{words(text)}</li>
        ))}
      </ul>
    </section>
  )
}

/** I have seen it: whoever escalates need not call the next. */
function Acknowledge({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const act = useDo(room.incident.id)
  const may = useMay(room)
  const mine = room.incident.acknowledgements.findLast(({ person }) => person === me?.person.id)
  if (mine)
    return (
      <p className={styles.seenIt}>
        ✓ {t('incident.acknowledged')} <Moment at={mine.at} as="short" />
      </p>
    )
  if (!may('acknowledged') || room.incident.state === 'closed') return null
  return (
    <Button
      size="lg"
      fullWidth
      loading={act.isPending}
      onClick={() => act.mutate({ kind: 'acknowledged', page: null })}
    >
      {t('incident.acknowledge')}
    </Button>
  )
}
