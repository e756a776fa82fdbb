// One finding, with everything that speaks for it. Opens beside the queue.
import { CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { useTitle } from '../../shared/page.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import { Severity } from '../../shared/severity.tsx'
import { Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import type { FindingDetail } from '../../shared/wire.ts'
import { findingQuery } from './api.ts'
import { FindingBody } from './finding-body.tsx'
import styles from './finding-page.module.css'
import { useOpen } from './open.ts'
import { StatusBadge } from './status.tsx'
import { WorkButtons } from './work-buttons.tsx'

const route = getRouteApi('/$tenant/$site/findings/$finding')

export function FindingPage() {
  const { finding } = route.useParams()
  const query = useQuery(findingQuery(useHere(), finding))
  return (
    <article className={styles.finding} key={finding}>
      <Loaded query={query}>{detail => <Detail {...detail} />}</Loaded>
    </article>
  )
}

function Detail({ finding, work, incident }: FindingDetail) {
  const { t } = useTranslation()
  const show = useOpen()
  const title = useRuleTitle()(finding)
  useTitle(plain(title))
  return (
    <>
      <header className={styles.head}>
        <div className={styles.line}>
          <Severity grade={finding.severity} />
          <StatusBadge status={work.status} />
          <div className={styles.actions}>
            <WorkButtons ids={[finding.id]} status={work.status} like={finding} />
            <CloseButton onClick={() => show(null)} aria-label={t('keys.close')} />
          </div>
        </div>
        <h2 className={styles.title}>
          <Name text={title} />
        </h2>
      </header>
      <FindingBody finding={finding} work={work} incident={incident} />
    </>
  )
}
