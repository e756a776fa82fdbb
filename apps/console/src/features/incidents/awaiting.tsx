// Incidents that wait for an engineer: before everything else.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { awaitingQuery } from './api.ts'
import { IncidentList } from './incident-list.tsx'

export function Awaiting() {
  const { t } = useTranslation()
  const { data } = useQuery(awaitingQuery(useHere()))
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('now.awaiting')} flush>
      <IncidentList rows={data.items} />
    </Panel>
  )
}
