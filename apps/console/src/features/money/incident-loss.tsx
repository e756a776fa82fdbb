// What the incident has cost so far and may still cost: lent to the incident room.
import { Button, NumberInput, Select } from '@mantine/core'
import type { Band } from '@nautilus/risk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Panel } from '../../shared/page.tsx'
import { keyOf } from '../../shared/queries.ts'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { numberText } from './amounts.ts'
import { type Loss, lossQuery, sayStanding } from './data.ts'
import styles from './money.module.css'
import { useMoneyWords } from './words.ts'

export function IncidentLossPanel({ incident }: { readonly incident: string }) {
  const here = useHere()
  const { t } = useTranslation()
  const isAllowed = here.may('risk.read')
  const { data } = useQuery({ ...lossQuery(here, incident), enabled: isAllowed })
  // Money is not for everybody, and where no process has a price there is nothing to say.
  if (!isAllowed || !data || data.process === null) return null
  return (
    <Panel title={t('money.incident')}>
      <div className={styles.loss}>
        <Figures loss={data} />
        {here.may('incident.work') && (
          <Say key={`${data.process} ${data.stood_from} ${data.stood_until}`} incident={incident} loss={data} />
        )}
      </div>
    </Panel>
  )
}

function Figures({ loss: { loss, currency, process, stood_from, stood_until } }: { readonly loss: Loss }) {
  const { t } = useTranslation()
  const { money, language } = useMoneyWords(currency)
  if (!loss) return null
  const band = ({ p10, p50, p90 }: Band, show: (value: number) => string): string =>
    t('money.typicalBetween', { middle: show(p50), low: show(p10), high: show(p90) })
  const stands = stood_from !== null && stood_until === null
  return (
    <>
      <p style={{ margin: 0 }}>
        {stood_from === null
          ? t('money.runs', { process: plain(process ?? '') })
          : t(stands ? 'money.stands' : 'money.stood', { process: plain(process ?? '') })}{' '}
        {stood_from !== null && <Moment at={stood_until ?? stood_from} />}
      </p>
      <dl className={styles.lossFigures}>
        <div>
          <dt>{t('money.soFar')}</dt>
          <dd>{stood_from === null ? money(0) : band(loss.soFar, money)}</dd>
        </div>
        {stood_until === null && (
          <div>
            <dt>{stands ? t('money.toCome') : t('money.ifItStops')}</dt>
            <dd>{band(loss.toCome, money)}</dd>
          </div>
        )}
        {stood_until === null && (
          <div>
            <dt>{t('money.hoursToCome')}</dt>
            <dd>{band(loss.hoursToCome, value => `${numberText(value, language)} h`)}</dd>
          </div>
        )}
      </dl>
      <p className="dim" style={{ margin: 0 }}>
        {t('money.incidentText')}
      </p>
    </>
  )
}

function Say({ incident, loss }: { readonly incident: string; readonly loss: Loss }) {
  const { t } = useTranslation()
  const here = useHere()
  const [process, setProcess] = useState(loss.process ?? '')
  const [hours, setHours] = useState<number | string>(0)
  const say = useAct(
    (said: Pick<Loss, 'stood_from' | 'stood_until'>) => sayStanding(here, incident, { process, ...said }),
    { renews: [keyOf(here, 'incident-loss')] },
  )
  const stands = loss.stood_from !== null && loss.stood_until === null
  /** µs */
  const then = () => Math.round(1000 * (Date.now() - 3_600_000 * Number(hours)))
  return (
    <div className={styles.row}>
      <Select
        label={t('money.process')}
        allowDeselect={false}
        disabled={stands}
        data={[...loss.processes]}
        value={process}
        onChange={next => setProcess(next ?? '')}
      />
      <NumberInput
        label={t('money.hoursAgo')}
        w={110}
        min={0}
        max={10_000}
        decimalScale={1}
        value={hours}
        onChange={setHours}
      />
      {stands ? (
        <Button
          loading={say.isPending}
          onClick={() =>
            say.mutate({ stood_from: loss.stood_from, stood_until: Math.max(loss.stood_from ?? 0, then()) })
          }
        >
          {t('money.runsAgain')}
        </Button>
      ) : (
        <Button
          variant="default"
          loading={say.isPending}
          onClick={() => say.mutate({ stood_from: then(), stood_until: null })}
        >
          {t('money.standsNow')}
        </Button>
      )}
    </div>
  )
}
