// Titles of rules in the language of the reader. Rules that people wrote, and rules that are newer, keep their own.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

type Titles = Readonly<Record<string, string>>
type Titled = { readonly rule: string; readonly title: string }

/** English is the language of the rules themselves. */
const load: Readonly<Record<string, () => Promise<{ default: Titles }>>> = {
  de: () => import('../messages/rules.de.json'),
}
const none: Titles = {}

export function useRuleTitle(): (of: Titled) => string {
  const { language } = useTranslation().i18n
  const { data = none } = useQuery({
    queryKey: ['rule-titles', language],
    queryFn: async () => (await load[language]?.())?.default ?? none,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return ({ rule, title }) => data[rule] ?? title
}
