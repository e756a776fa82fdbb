// The sites of the organisation in the same years: what strikes one may strike another.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Failed } from '../../shared/states.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import { oneIn } from './amounts.ts'
import { computeTogether, type Together } from './data.ts'
import styles from './money.module.css'
import { useMoneyWords } from './words.ts'

export function TogetherPart() {
  const { t } = useTranslation()
  const here = useHere()
  const run = useMutation({ mutationFn: () => computeTogether(here) })
  return (
    <div className={styles.together}>
      <h3>{t('money.together')}</h3>
      <p className="dim">{t('money.togetherText')}</p>
      {run.error && <Failed error={run.error} />}
      {run.data ? (
        <Figures together={run.data} />
      ) : (
        <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {t('money.togetherRun')}
        </Button>
      )}
    </div>
  )
}

function Figures({ together }: { readonly together: Together }) {
  const { t } = useTranslation()
  const { currency, figures, sites, shared, left_out } = together
  const { money } = useMoneyWords(currency)
  return (
    <>
      <dl className={styles.figures}>
        <Figure
          name={t('money.often')}
          value={figures.anyLoss > 0 ? t('money.oneIn', { years: oneIn(figures.anyLoss) }) : t('money.never')}
        />
        <Figure name={t('money.expected')} value={money(figures.expected)} />
        <Figure name={t('money.var', { count: 100 })} value={money(figures.var99)} />
        <Figure name={t('money.tail')} value={money(figures.tail95)} />
      </dl>
      {shared.length > 0 && (
        <p>
          {t('money.togetherShared')}{' '}
          {shared
            .map(({ key, values, sites: of }) =>
              t(`money.shared.${key}`, { vendor: plain(values.vendor ?? ''), count: of.length }),
            )
            .join(', ')}
        </p>
      )}
      {left_out.length > 0 && <p>{t('money.togetherLeftOut', { sites: left_out.map(plain).join(', ') })}</p>}
      <Table
        label={t('money.together')}
        rows={[...sites]}
        keyOf={({ site }) => site}
        columns={[
          { name: t('money.site'), cell: ({ name }) => plain(name) },
          { name: t('money.order-expected'), number: true, cell: ({ expected }) => money(expected) },
          { name: t('money.partOfWorst'), number: true, cell: ({ tail }) => money(tail) },
        ]}
      />
    </>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
