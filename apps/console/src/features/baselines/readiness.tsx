// How far learning is.
import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Readiness } from '../../shared/wire.ts'

/** `unseen`: the share of what happens that was never seen before. */
export function ReadinessBar({ ready, unseen }: Pick<Readiness, 'ready' | 'unseen'>) {
  const { t, i18n } = useTranslation()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  const known = Math.max(0, 1 - unseen)
  return (
    <div style={{ minWidth: 130 }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 10, fontSize: 12 }}>
        <span style={{ color: ready ? 'var(--good)' : 'var(--severity-medium)' }}>
          {t(ready ? 'baselines.ready' : 'baselines.learning')}
        </span>
        <span className="dim">{percent.format(known)}</span>
      </div>
      <Progress size="xs" value={100 * known} color={ready ? 'green' : 'yellow'} aria-label={t('baselines.known')} />
    </div>
  )
}
