// What the site model says, as tables.
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import { type Column, Table } from '../../shared/table.tsx'
import type { Model } from './data.ts'
import styles from './model.module.css'
import { type Entry, type Outline, outlineOf } from './outline.ts'

const value = (key: string) => (entry: Entry) => <Name text={entry.values[key]?.replace(/^\[(.*)\]$/, '$1')} />
const keyOf = ({ line }: Entry): string => String(line)

export function Overview({ model }: { readonly model: Model }) {
  const { t } = useTranslation()
  if (model.source.trim() === '')
    return (
      <Empty icon="model" title={t('model.none')}>
        <p>{t('model.noneText')}</p>
      </Empty>
    )
  return <Parts outline={outlineOf(model.source)} />
}

function useParts({ zones, conduits, processes, assets }: Outline) {
  const { t, i18n } = useTranslation()
  const name: Column<Entry> = { name: t('model.name'), cell: entry => <Name text={entry.name} /> }
  const cost = ({ values }: Entry) => {
    const sum = Number(values.downtime_cost_per_hour)
    return values.downtime_cost_per_hour
      ? `${new Intl.NumberFormat(i18n.language).format(sum)} ${values.currency ?? ''}`
      : '–'
  }
  return [
    [
      'processes',
      processes,
      [
        name,
        { name: t('model.criticality'), cell: value('criticality') },
        { name: t('model.safetyClass'), cell: value('safety_class') },
        { name: t('model.cost'), number: true, cell: cost },
        { name: t('model.redundant'), cell: value('redundant') },
      ],
    ],
    [
      'zones',
      zones,
      [name, { name: t('model.level'), cell: value('level') }, { name: t('model.networks'), cell: value('networks') }],
    ],
    [
      'conduits',
      conduits,
      [
        { name: t('model.from'), cell: value('from') },
        { name: t('model.to'), cell: value('to') },
        {
          name: t('model.protocols'),
          cell: entry => <Name text={entry.values.protocols} fallback={t('model.allProtocols')} />,
        },
      ],
    ],
    [
      'assets',
      assets,
      [
        name,
        { name: t('model.address'), cell: value('address') },
        { name: t('model.process'), cell: value('process') },
        { name: t('model.zone'), cell: value('zone') },
        { name: t('model.criticality'), cell: value('criticality') },
      ],
    ],
  ] as const satisfies readonly (readonly [string, readonly Entry[], readonly Column<Entry>[]])[]
}

function Parts({ outline }: { readonly outline: Outline }) {
  const { t } = useTranslation()
  const parts = useParts(outline)
  return (
    <div className={styles.stack}>
      {parts.map(([part, rows, columns]) => (
        <Panel key={part} flush title={t(`model.part-${part}`)}>
          {rows.length === 0 ? (
            <p className={styles.nothing}>{t('model.nothing')}</p>
          ) : (
            <Table label={t(`model.part-${part}`)} rows={rows} columns={columns} keyOf={keyOf} />
          )}
        </Panel>
      ))}
    </div>
  )
}
