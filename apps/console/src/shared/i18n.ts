// Languages. English is the source; every other file has the same keys, which a test sees to.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type en from '../messages/en.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
    returnNull: false
  }
}

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]
const STORED = 'nautilus.language'

const load = {
  en: () => import('../messages/en.json'),
  de: () => import('../messages/de.json'),
}

/** What was chosen, else the first language of the browser that there is, else English. */
export function languageOf(stored: string | null, preferred: readonly string[]): Language {
  const known = (text: string | null) => languages.find(language => text?.toLowerCase().split('-')[0] === language)
  return known(stored) ?? preferred.map(known).find(language => language !== undefined) ?? 'en'
}

export async function startLanguage(): Promise<void> {
  const language = languageOf(localStorage.getItem(STORED), navigator.languages)
  const [{ default: own }, { default: fallback }] = await Promise.all([load[language](), load.en()])
  const resources = { en: { translation: fallback }, [language]: { translation: own } }
  await i18next
    .use(initReactI18next)
    .init({ lng: language, fallbackLng: 'en', resources, interpolation: { escapeValue: false } })
  document.documentElement.lang = language
}

export async function chooseLanguage(language: Language): Promise<void> {
  const { default: messages } = await load[language]()
  i18next.addResourceBundle(language, 'translation', messages)
  localStorage.setItem(STORED, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
