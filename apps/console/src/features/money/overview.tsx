// The headline, the curve, and where the loss comes from.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { Loaded } from '../../shared/states.tsx'
import { Curve } from './curve.tsx'
import { type Run, runQuery } from './data.ts'
import { Headline } from './headline.tsx'
import { MissingPanel } from './missing.tsx'
import styles from './money.module.css'
import { Processes } from './processes.tsx'
import { SafetyPanel } from './safety.tsx'
import { Scenarios } from './scenarios.tsx'
import { SitesPanel } from './sites.tsx'
import type { TabProps } from './tab.ts'
import { Tornado } from './tornado.tsx'

export function Overview({ risk, plan }: TabProps) {
  const query = useQuery(runQuery(useHere(), risk.hash, plan))
  return <Loaded query={query}>{run => <Shown risk={risk} run={run} />}</Loaded>
}

export function Shown({ risk, run }: Pick<TabProps, 'risk'> & { readonly run: Run }) {
  const { t } = useTranslation()
  return (
    <div className={styles.stack}>
      <Panel>
        <Headline run={run} />
      </Panel>
      <Panel title={t('money.curve')}>
        <Curve risk={risk} run={run} />
      </Panel>
      <Panel title={t('money.scenarios')} flush>
        <Scenarios risk={risk} run={run} />
      </Panel>
      <Panel title={t('money.processes')} flush>
        <Processes run={run} />
      </Panel>
      <SafetyPanel risk={risk} run={run} />
      <Panel title={t('money.tornado')}>
        <Tornado risk={risk} run={run} />
      </Panel>
      <SitesPanel />
      <MissingPanel risk={risk} />
    </div>
  )
}
