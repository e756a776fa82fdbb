// Words of the response package in the language of the reader, and names of the people in a record.
import { type Actor, type Duration, type Duty, durationSaid, type Sentence, say, type Words } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { peopleQuery } from './api.ts'

export function useSay() {
  const { i18n, t } = useTranslation()
  const language = i18n.language === 'de' ? 'de' : 'en'
  const sentence = (said: Sentence): string => say(said, language)
  const key = (name: string): string => sentence({ key: name, values: {} })
  return {
    sentence,
    /** What an author wrote in one language, or in several. */
    words: (words: Words): string => (typeof words === 'string' ? words : (words[language] ?? words.en)),
    span: (duration: Duration): string => durationSaid(duration, language),
    state: (name: string): string => key(`state.${name}`),
    duty: (duty: Duty): string => key(`duty.${duty}`),
    duties: (duties: Duty | readonly Duty[]): string =>
      (typeof duties === 'string' ? [duties] : duties).map(duty => key(`duty.${duty}`)).join(t('incident.or')),
  }
}

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
