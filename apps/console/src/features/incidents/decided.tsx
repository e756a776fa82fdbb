// What was decided last: by whom, why, on whose approval.
import { useTranslation } from 'react-i18next'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import type { Room } from './api.ts'
import styles from './incidents.module.css'
import { useActor, usePerson, useSay } from './say.ts'

export function Decided({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { words } = useSay()
  const actor = useActor()
  const person = usePerson()
  const last = room.incident.decisions.at(-1)
  if (!last) return null
  const option = room.options.find(({ option }) => option.id === last.option)?.option
  return (
    <Panel title={t('incident.decided')}>
      <p className={styles.decided}>{option ? words(option.title) : last.option}</p>
      <p>
        <Name text={last.reason} />
      </p>
      <p className="dim">
        {actor(last.by)}, <Moment at={last.at} as="short" />
        {' · '}
        {t('incident.approvedBy', { people: last.approvals.map(each => person(each.person)).join(', ') })}
      </p>
    </Panel>
  )
}
