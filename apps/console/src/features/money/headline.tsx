// One sentence, then the figures that a board asks for. Ranges first, two significant figures.
import { useTranslation } from 'react-i18next'
import { oneIn } from './amounts.ts'
import type { Run } from './data.ts'
import styles from './money.module.css'
import { useMoneyWords } from './words.ts'

export function Headline({ run }: { readonly run: Run }) {
  const { t } = useTranslation()
  const { currency, figures } = run.result
  const { money, share, language } = useMoneyWords(currency)
  const { givenLoss, regulatory } = figures
  return (
    <>
      <p className={styles.headline}>
        {givenLoss
          ? t('money.headline', {
              years: oneIn(figures.anyLoss),
              low: money(givenLoss.p50),
              high: money(givenLoss.p90),
            })
          : t('money.headlineNone', { trials: run.trials.toLocaleString(language) })}
      </p>
      <p className={`dim ${styles.note}`}>{t('money.estimate', { trials: run.trials.toLocaleString(language) })}</p>
      <dl className={styles.figures}>
        <Figure
          name={t('money.expected')}
          value={money(figures.expected)}
          note={t('money.give', { value: money(figures.standardError) })}
        />
        {figures.var90.value === null ? (
          <Figure name={t('money.var', { count: 10 })} value="–" note={t('money.var90Hidden')} />
        ) : (
          <Figure name={t('money.var', { count: 10 })} value={money(figures.var90.value)} />
        )}
        {figures.var95 === 0 ? (
          <Figure name={t('money.var', { count: 20 })} value="–" note={t('money.var95Hidden')} />
        ) : (
          <Figure
            name={t('money.var', { count: 20 })}
            value={money(figures.var95)}
            note={t('money.between', { low: money(figures.var95Between[0]), high: money(figures.var95Between[1]) })}
          />
        )}
        <Figure name={t('money.var', { count: 100 })} value={money(figures.var99)} />
        <Figure name={t('money.tail')} value={money(figures.tail95)} />
        {regulatory.givenAny && (
          <Figure
            name={t('money.regulatory')}
            value={t('money.regulatoryUpTo', { high: money(regulatory.givenAny.p90) })}
            note={t('money.regulatoryNote', { chance: share(regulatory.any) })}
          />
        )}
      </dl>
    </>
  )
}

function Figure({ name, value, note }: { readonly name: string; readonly value: string; readonly note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {note && <small>{note}</small>}
      </dd>
    </div>
  )
}
