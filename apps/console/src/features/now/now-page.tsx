// What needs somebody now, what changed, and whether one can trust what one sees.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { overviewQuery } from '../../shared/queries.ts'
import { useSlots } from '../../shared/slots.tsx'
import { Loaded, Rows } from '../../shared/states.tsx'
import type { SiteOverview } from '../../shared/wire.ts'
import { Changed } from './changed.tsx'
import { ExploitedHere } from './exploited.tsx'
import { Learning } from './learning.tsx'
import styles from './now-page.module.css'
import { Numbers } from './numbers.tsx'
import { Sensing } from './sensing.tsx'
import { Stories } from './stories.tsx'
import { Waiting } from './waiting.tsx'

export function NowPage() {
  const { t } = useTranslation()
  const query = useQuery(overviewQuery(useHere()))
  return (
    <Page title={t('page.now')}>
      <Loaded query={query} waiting={<Rows count={12} />}>
        {overview => <Content overview={overview} />}
      </Loaded>
    </Page>
  )
}

function Content({ overview }: { readonly overview: SiteOverview }) {
  const { may } = useHere()
  const { Awaiting } = useSlots()
  return (
    <>
      <Numbers overview={overview} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Awaiting />
          <ExploitedHere />
          <Waiting overview={overview} />
          {overview.stories && may('demo.run') && (
            <div className={styles.last}>
              <Stories stories={overview.stories} />
            </div>
          )}
        </div>
        <div className={styles.column}>
          <Changed since={overview.detection?.site.since ?? null} />
          <Sensing sensors={overview.sensors} />
          <Learning detection={overview.detection} />
        </div>
      </div>
    </>
  )
}
