// Words of the response package in the language of the reader.
import {
  type Duration,
  type Duty,
  durationSaid,
  type Language,
  MAX_PROSE,
  type Sentence,
  say,
  type Words,
} from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { plain } from './text.ts'

/** `asked`: another language than that of the console. */
export function useSay(asked?: Language) {
  const { i18n, t } = useTranslation()
  const language: Language = asked ?? (i18n.language === 'de' ? 'de' : 'en')
  const sentence = (said: Sentence): string => say(said, language)
  const key = (name: string): string => sentence({ key: name, values: {} })
  return {
    language,
    sentence,
    /** What an author wrote in one language, or in several. */
    words: (words: Words): string => {
      const text = typeof words === 'string' ? words : (words[language] ?? words.en)
      return plain(text.replaceAll(/\s+/g, ' '), MAX_PROSE)
    },
    span: (duration: Duration): string => durationSaid(duration, language),
    state: (name: string): string => key(`state.${name}`),
    duty: (duty: Duty): string => key(`duty.${duty}`),
    duties: (duties: Duty | readonly Duty[]): string =>
      (typeof duties === 'string' ? [duties] : duties).map(duty => key(`duty.${duty}`)).join(t('incident.or')),
  }
}
