import { useTranslation } from 'react-i18next'
import { useBrand } from '../../shared/brand.ts'

const known = ['board', 'service', 'access', 'assets', 'compliance', 'incident'] as const

/** What is new in the platform's library is shown as it is named there. */
export function useReportWords() {
  const { t } = useTranslation()
  const of = (family: 'title' | 'about', kind: string): string => {
    const found = known.find(one => one === kind)
    if (found === undefined) return family === 'title' ? kind : ''
    return family === 'title' ? t(`reports.title-${found}`) : t(`reports.about-${found}`)
  }
  return { title: (kind: string) => of('title', kind), about: (kind: string) => of('about', kind) }
}

/** In which reports are written where nobody says otherwise: that of the brand, else that of the console. */
export function useReportLanguage(): 'en' | 'de' {
  const { language } = useBrand()
  const { i18n } = useTranslation()
  return language ?? (i18n.language === 'de' ? 'de' : 'en')
}
