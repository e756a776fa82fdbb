// How many there are, and whether that is exact.
import { useTranslation } from 'react-i18next'
import type { Total } from './wire.ts'

/** `shown`: how many of them are loaded. */
export function Count({ total, shown }: { readonly total: Total | null | undefined; readonly shown: number }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  if (!total) return <span className="dim">{t('count.shown', { shown: number.format(shown) })}</span>
  const all = number.format(total.count)
  const text = total.exact ? t('count.exact', { all, count: total.count }) : t('count.atLeast', { all })
  return <span className="dim">{text}</span>
}
