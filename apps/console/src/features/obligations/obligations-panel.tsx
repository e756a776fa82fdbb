// What one incident owes to authorities: part of its room, and a page of its own.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Page, Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { Aware } from './aware.tsx'
import { Candidates } from './candidates.tsx'
import { ClockBar } from './clock-bar.tsx'
import { incidentPath, inLanguage, type Owed, type View, viewQuery, type Where } from './data.ts'
import { Handled } from './handled.tsx'
import styles from './obligations.module.css'
import { Significance } from './significance.tsx'
import { StageWork } from './stage-work.tsx'

const route = getRouteApi('/$tenant/$site/incidents/$incident/obligations')

export function IncidentObligationsPage() {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const { incident } = route.useParams()
  return (
    <Page title={t('owed.ofIncident')}>
      <ObligationsPanel tenant={tenant} site={site} incident={incident} />
    </Page>
  )
}

export function ObligationsPanel(where: Where) {
  const query = useQuery(viewQuery(where))
  return <Loaded query={query}>{view => <All where={where} view={view} />}</Loaded>
}

function All({ where, view }: { readonly where: Where; readonly view: View }) {
  const { t } = useTranslation()
  return (
    <div className={styles.stack}>
      <p className={styles.notice}>{t('owed.notAdvice')}</p>
      <Panel
        title={t('owed.awareness')}
        aside={
          <Button
            component="a"
            href={incidentPath(where, '/bundle')}
            download
            size="xs"
            variant="default"
            leftSection={<Icon name="download" size={14} />}
          >
            {t('owed.bundle')}
          </Button>
        }
      >
        <Aware where={where} view={view} />
      </Panel>
      {view.started.map(owed => (
        <OwedPart key={owed.id} where={where} owed={owed} />
      ))}
      <Panel title={t('owed.significance')}>
        <Significance where={where} view={view} />
      </Panel>
      <Panel title={t('owed.review')}>
        <Handled where={where} />
      </Panel>
      <Panel title={t('owed.candidates')} flush>
        <Candidates where={where} view={view} />
      </Panel>
    </div>
  )
}

function OwedPart({ where, owed }: { readonly where: Where; readonly owed: Owed }) {
  const { i18n } = useTranslation()
  return (
    <Panel title={`${inLanguage(owed.title, i18n.language)} (${owed.name})`} flush>
      <ul className={styles.clocks}>
        {owed.clocks.map((clock, at) => {
          const stage = owed.stages.find(({ key }) => key === clock.stage)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stage on request may be there several times
            <li key={`${clock.stage} ${at}`} className={styles.clock}>
              <div className={styles.what}>
                <strong>{inLanguage(clock.label, i18n.language)}</strong>
                {stage?.note && <div className="dim">{plain(inLanguage(stage.note, i18n.language), 300)}</div>}
              </div>
              <ClockBar clock={clock} timeZone={owed.timeZone} />
              {stage && <StageWork where={where} owed={owed} stage={stage} clock={clock} />}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
