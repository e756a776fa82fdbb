// The tables that are there, how many of their rows are about a device that was heard, and what was wrong with them.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { Empty } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { type List, removeList } from './data.ts'
import styles from './known.module.css'
import type { KnownSearch } from './search.ts'

type Props = { readonly rows: readonly List[]; readonly onShow: (search: KnownSearch) => void }

export function ListsTab({ rows, onShow }: Props) {
  const { t } = useTranslation()
  if (rows.length === 0)
    return (
      <Panel>
        <Empty icon="assets" title={t('known.none')}>
          <p>{t('known.noneText')}</p>
        </Empty>
      </Panel>
    )
  return (
    <Panel flush title={t('known.lists')}>
      <Table
        label={t('known.lists')}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            name: t('known.name'),
            cell: ({ id, name }) => (
              <Button size="compact-xs" variant="subtle" onClick={() => onShow({ tab: 'rows', list: id })}>
                <Name text={name} />
              </Button>
            ),
          },
          { name: t('known.kind'), cell: ({ kind }) => t(`known.kind-${kind}`) },
          { name: t('known.rows'), number: true, cell: row => row.rows },
          {
            name: t('known.matched'),
            number: true,
            cell: ({ kind, matched }) => (kind === 'rules' ? '–' : matched),
          },
          {
            name: t('known.unheard'),
            number: true,
            cell: ({ id, kind, rows: all, matched }) =>
              kind === 'rules' || all === matched ? (
                '–'
              ) : (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => onShow({ tab: 'rows', list: id, which: 'unheard' })}
                >
                  {all - matched}
                </Button>
              ),
          },
          { name: t('known.faults'), cell: row => <Faults row={row} /> },
          { name: t('known.changed'), cell: ({ changed_at }) => <Moment at={microsOf(changed_at)} /> },
          { name: t('known.from'), cell: ({ changed_by }) => <Name text={changed_by} /> },
          { name: '', number: true, cell: row => <Remove row={row} /> },
        ]}
      />
    </Panel>
  )
}

function Faults({ row: { faults, more } }: { readonly row: List }) {
  const { t } = useTranslation()
  const [first] = faults
  if (!first) return '–'
  const count = faults.length + more
  return (
    <div className={styles.fault}>
      <Name text={`${t('known.faultCount', { count })}: ${t('orders.line', { ...first })}`} />
    </div>
  )
}

function Remove({ row: { id } }: { readonly row: List }) {
  const { t } = useTranslation()
  const here = useHere()
  const [isSure, setSure] = useState(false)
  const remove = useAct(() => removeList(here, id), { renews: [keyOf(here, 'lists'), keyOf(here, 'assets')] })
  if (!here.may('site.write')) return null
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="red"
      loading={remove.isPending}
      onClick={() => (isSure ? remove.mutate() : setSure(true))}
    >
      {t(isSure ? 'known.removeSure' : 'known.remove')}
    </Button>
  )
}
