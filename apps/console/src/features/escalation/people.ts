// What people are called here, and duties in the language of the reader.
import { type Duty, duties } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { peopleQuery, SITE } from './data.ts'

type Choice<T extends string> = { readonly value: T; readonly label: string }

/** People of this site, by name; whoever is gone stays with the id. */
export function usePeople(): {
  readonly nameOf: (person: string) => string
  readonly choices: (known: readonly string[]) => Choice<string>[]
} {
  const { t } = useTranslation()
  const { data = [] } = useQuery(peopleQuery(useHere()))
  const names = new Map(data.map(({ person, name }) => [person, name]))
  const nameOf = (person: string): string =>
    person === SITE ? t('escalation.theSite') : (names.get(person) ?? t('escalation.gone', { person }))
  return {
    nameOf,
    choices: known =>
      [...new Set([...names.keys(), ...known])].map(person => ({ value: person, label: nameOf(person) })),
  }
}

export function useDuties(): { readonly nameOf: (duty: Duty) => string; readonly choices: Choice<Duty>[] } {
  const { t } = useTranslation()
  const nameOf = (duty: Duty): string => t(`escalation.duties.${duty}`)
  return { nameOf, choices: duties.map(duty => ({ value: duty, label: nameOf(duty) })) }
}
