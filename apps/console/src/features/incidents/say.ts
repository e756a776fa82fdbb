// Names of the people in a record, and words of the response package.
import type { Actor } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { peopleQuery } from './api.ts'

export { useSay } from '../../shared/use-say.ts'

/** What a person is called; the id where nobody knows. */
export function usePerson(): (id: string) => string {
  const { data = [] } = useQuery(peopleQuery(useHere().tenant))
  return id => data.find(({ user }) => user === id)?.name ?? id
}

export function useActor(): (actor: Actor) => string {
  const person = usePerson()
  const { t } = useTranslation()
  return actor => (actor.kind === 'system' ? t('incident.program') : person(actor.person))
}
