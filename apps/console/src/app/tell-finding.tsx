// A grave finding is told on every page, once.
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { get, type Place, pathOf } from '../shared/api.ts'
import { isSeverity } from '../shared/grades.ts'
import { FindingLink } from '../shared/links.tsx'
import { plain } from '../shared/text.ts'
import type { FindingRow, LiveEvent, Page } from '../shared/wire.ts'

const GRAVE = ['high', 'critical']
/** Shown for so long, ms. */
const STAYS = 12_000

type FindingEvent = Extract<LiveEvent, { kind: 'finding' }>

/** Tells those that were not there when the page was opened. */
export function createTeller(place: Place): (event: FindingEvent) => void {
  let known: Set<string> | null = null
  const query = { severity: GRAVE, limit: 500 }
  get<Page<FindingRow>>(pathOf(place, '/findings'), { query }).then(
    ({ items }) => {
      known = new Set(items.map(({ id }) => id))
    },
    () => {
      known = new Set()
    },
  )
  return event => {
    if (!known || known.has(event.id) || !GRAVE.includes(event.severity)) return
    known.add(event.id)
    show(place, event)
  }
}

function show(place: Place, { id, title, severity }: FindingEvent): void {
  notifications.show({
    id: `finding ${id}`,
    color: severity === 'critical' ? 'red' : 'orange',
    autoClose: STAYS,
    title: isSeverity(severity) ? i18next.t('live.finding', { severity: i18next.t(`severity.${severity}`) }) : severity,
    message: (
      <FindingLink place={place} id={id}>
        {plain(title)}
      </FindingLink>
    ),
  })
}
