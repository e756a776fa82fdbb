/** Languages of playbooks and reports. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** What people read. Where there is no German, English is shown. */
export type Text = { readonly en: string; readonly de: string | null }

export const inLanguage = (text: Text, language: Language): string => text[language] ?? text.en
