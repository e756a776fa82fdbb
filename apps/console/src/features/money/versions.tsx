import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Loaded } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { microsOf } from '../../shared/time.ts'
import { type Risk, type ShownInput, versionsQuery } from './data.ts'
import { useMoneyWords } from './words.ts'

/** Who said what of a number, when and why; the newest first. */
export function Versions({ risk, input }: { readonly risk: Risk; readonly input: ShownInput }) {
  const { t } = useTranslation()
  const words = useMoneyWords(risk.currency)
  const query = useQuery(versionsQuery(useHere(), input.id))
  return (
    <Loaded query={query}>
      {versions =>
        versions.length === 0 ? (
          <p className="dim">{t('money.noHistory')}</p>
        ) : (
          <Table
            label={t('money.history')}
            rows={versions}
            keyOf={({ version }) => String(version)}
            columns={[
              { name: t('money.date'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} as="short" /> },
              {
                name: t('money.value'),
                cell: ({ data }) => (data ? words.range(data.range, input) : t('money.takenBack')),
              },
              { name: t('money.who'), cell: ({ changed_by }) => plain(changed_by ?? '') },
              { name: t('money.reason'), cell: ({ reason }) => plain(reason) },
            ]}
          />
        )
      }
    </Loaded>
  )
}
