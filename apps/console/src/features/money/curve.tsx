import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '../../shared/chart.tsx'
import { moneyText, partsOf, shareText } from './amounts.ts'
import { type Appetite, curveOption } from './curve-option.ts'
import type { Risk, Run } from './data.ts'
import styles from './money.module.css'

/** How likely a year is to bring more than so much. */
export function Curve({ risk, run }: { readonly risk: Risk; readonly run: Run }) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const { figures, plan, inherent, currency } = run.result
  const appetite = appetiteOf(risk)
  const after = plan?.figures.curve ?? null
  const bare = inherent && inherent.moved.length > 0 ? inherent.curve : null
  const option = useMemo(
    () =>
      curveOption({ now: figures.curve, plan: after, inherent: bare }, appetite, {
        ...{ now: t('money.asIs'), plan: t('money.afterPlan'), appetite: t('money.appetite') },
        inherent: t('money.inherent'),
        axis: t('money.lossOfYear'),
        money: value => moneyText(value, currency, language),
        share: value => shareText(value, language),
      }),
    [figures, after, bare, appetite, currency, language, t],
  )
  if (figures.curve.length === 0) return <p className="dim">{t('money.noCurve')}</p>
  return (
    <>
      <ul className={styles.legend}>
        <li>
          <i data-kind="now" /> {t('money.asIs')}
        </li>
        {after && (
          <li>
            <i data-kind="plan" /> {t('money.afterPlan')}
          </li>
        )}
        {bare && (
          <li>
            <i data-kind="inherent" /> {t('money.inherent')}
          </li>
        )}
        {appetite ? (
          <li>
            <i data-kind="appetite" />{' '}
            {t('money.appetiteIs', {
              chance: shareText(appetite.chance, language),
              loss: moneyText(appetite.loss, currency, language),
            })}
          </li>
        ) : (
          <li className="dim">{t('money.noAppetite')}</li>
        )}
      </ul>
      <div className={styles.chart}>
        <Chart option={option} label={t('money.curveLabel')} />
      </div>
      {inherent && (
        <p className={`dim ${styles.note}`}>
          {bare
            ? t('money.inherentIs', {
                gain: moneyText(Math.max(0, inherent.expected - figures.expected), currency, language),
                expected: moneyText(inherent.expected, currency, language),
              })
            : t('money.inherentSame')}
        </p>
      )}
    </>
  )
}

/** Null where nobody said it. */
function appetiteOf({ inputs }: Risk): Appetite | null {
  const middle = (id: string): number => {
    const parts = inputs.find(input => input.id === id)
    const values = parts ? partsOf(parts.range) : []
    return values[values.length >> 1] ?? 0
  }
  const loss = middle('appetite.loss')
  return loss > 0 ? { loss, chance: middle('appetite.chance') } : null
}
