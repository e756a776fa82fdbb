import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { exact } from '../../shared/time.ts'
import type { Source } from './data.ts'

export function SourceText({ source }: { readonly source: Source }) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useHere()
  return (
    <div>
      {source.kind === 'artefact'
        ? source.id
        : t('owed.by', { who: source.by, when: exact(source.at, i18n.language, timeZone).replace(/[.,]\d{3}/, '') })}
    </div>
  )
}
