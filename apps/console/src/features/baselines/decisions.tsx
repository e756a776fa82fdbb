// What people decided about what was learned.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { decisionsQuery } from './data.ts'

const acts = ['pin', 'accept', 'forget', 'unpin'] as const

export function Decisions() {
  const { t } = useTranslation()
  const nameOf = useNames()
  const query = useQuery(decisionsQuery(useHere()))
  const act = (what: unknown) => {
    const known = acts.find(one => one === what)
    return known ? t(`baselines.${known}`) : String(what)
  }
  const words = (fact: unknown) =>
    Object.values((fact ?? {}) as Record<string, unknown>)
      .map(value => nameOf(String(value)))
      .join(' · ')
  return (
    <Panel flush>
      <LoadedIfThere query={query}>
        {rows =>
          rows.length === 0 ? (
            <Empty icon="baseline" title={t('baselines.noDecisions')}>
              <p>{t('baselines.noDecisionsText')}</p>
            </Empty>
          ) : (
            <Table
              label={t('baselines.tab-decisions')}
              rows={rows}
              keyOf={({ number }) => String(number)}
              columns={[
                { name: t('baselines.decision'), cell: ({ data }) => act(data.do) },
                { name: t('baselines.fact'), cell: ({ data }) => <Name text={words(data.fact)} /> },
                {
                  name: t('baselines.why'),
                  cell: ({ data }) => <Name text={typeof data.why === 'string' ? data.why : null} />,
                },
                { name: t('baselines.by'), cell: ({ made_by }) => <Name text={made_by} /> },
                { name: t('baselines.when'), cell: ({ made_at }) => <Moment at={microsOf(made_at)} /> },
              ]}
            />
          )
        }
      </LoadedIfThere>
    </Panel>
  )
}
