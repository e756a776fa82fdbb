// Other systems in which people closed what is open here: somebody has to say what now.
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { microsOf } from '../../shared/time.ts'
import { elsewhereQuery, type Room } from './api.ts'

export function Elsewhere({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { id, state } = room.incident
  const { data } = useQuery(elsewhereQuery(useHere(), id))
  if (state === 'closed' || !data || data.items.length === 0) return null
  return (
    <Alert color="yellow" title={t('incident.elsewhere')} mb={16}>
      {data.items.map(({ destination, text, at }) => (
        <p key={destination}>
          {text} <Moment at={microsOf(at)} />
        </p>
      ))}
      <p>{t('incident.elsewhereAsk')}</p>
    </Alert>
  )
}
