import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { peopleQuery, type Room } from './api.ts'
import { usePerson } from './say.ts'
import { useDo, useMay } from './use-room.ts'

export function Assignee({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const { data = [] } = useQuery(peopleQuery(tenant))
  const person = usePerson()
  const { id, assignee } = room.incident
  const act = useDo(id)
  if (!useMay(room)('assigned'))
    return <span className="dim">{assignee === null ? t('incident.unassigned') : person(assignee)}</span>
  const known = new Map(data.map(({ user, name, email }) => [user, name ?? email ?? user]))
  if (assignee !== null && !known.has(assignee)) known.set(assignee, assignee)
  return (
    <Select
      aria-label={t('incident.assignee')}
      placeholder={t('incident.unassigned')}
      data={[...known].map(([value, label]) => ({ value, label }))}
      value={assignee}
      onChange={to => act.mutate({ kind: 'assigned', to })}
      size="xs"
      w={190}
      clearable
      searchable
    />
  )
}
