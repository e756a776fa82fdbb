import { Checkbox } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { useKeys } from '../../shared/keys.ts'
import { VirtualList } from '../../shared/virtual-list.tsx'
import type { FindingRow } from '../../shared/wire.ts'
import { FindingListRow } from './finding-row.tsx'
import { useOpen } from './open.ts'
import type { Selection } from './selection.ts'

type Props = {
  readonly rows: readonly FindingRow[]
  readonly open: string | null
  readonly selection: Selection
  readonly onEnd: () => void
}

/** px: two lines */
const ROW = 58

export function FindingList({ rows, open, selection, onEnd }: Props) {
  const { t } = useTranslation()
  const { may } = useHere()
  const at = useCursor(rows, open, selection)
  return (
    <VirtualList
      count={rows.length}
      rowHeight={ROW}
      label={t('page.findings')}
      keyOf={index => rows[index]?.id ?? String(index)}
      onEnd={onEnd}
      at={at}
    >
      {index => {
        const row = rows[index]!
        const box = may('finding.work') && <Choose row={row} selection={selection} />
        return <FindingListRow row={row} isOpen={row.id === open} isAt={index === at} before={box} />
      }}
    </VirtualList>
  )
}

function Choose({ row: { id, title }, selection }: { readonly row: FindingRow; readonly selection: Selection }) {
  const { t } = useTranslation()
  const shift = useRef(false)
  return (
    <Checkbox
      size="md"
      checked={selection.has(id)}
      aria-label={t('findings.choose', { title })}
      onClick={event => {
        shift.current = event.shiftKey
      }}
      onChange={() => (shift.current ? selection.through(id) : selection.toggle(id))}
    />
  )
}

/** j and k move; beside an open finding the next one opens. */
function useCursor(rows: readonly FindingRow[], open: string | null, selection: Selection): number {
  const [own, setOwn] = useState(-1)
  const show = useOpen()
  const at = open === null ? Math.min(own, rows.length - 1) : rows.findIndex(({ id }) => id === open)
  const move = (step: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, at + step))
    setOwn(next)
    const row = rows[next]
    if (open !== null && row) show(row.id)
  }
  const here = rows[at]
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    enter: () => here && show(here.id),
    x: () => here && selection.toggle(here.id),
    escape: () => {
      setOwn(at)
      if (open !== null) show(null)
      else selection.clear()
    },
  })
  return at
}
