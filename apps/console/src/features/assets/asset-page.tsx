// One device, with everything that is known of it.
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { calledOf } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { Page } from '../../shared/page.tsx'
import { Loaded, Rows } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import type { AssetDetail } from '../../shared/wire.ts'
import { assetQuery } from './api.ts'
import { AssetHead } from './asset-head.tsx'
import { ControlTab } from './control-tab.tsx'
import { EditButton } from './edit-dialog.tsx'
import { FindingsTab } from './findings-tab.tsx'
import { IdentityTab } from './identity-tab.tsx'
import { PointsTab } from './points-tab.tsx'
import { type Tab, tabs } from './search.ts'
import { TalksTab } from './talks-tab.tsx'
import { TimelineTab } from './timeline-tab.tsx'
import { ToldTab } from './told-tab.tsx'

const route = getRouteApi('/$tenant/$site/assets/$asset')

export function AssetPage() {
  const { t } = useTranslation()
  const here = useHere()
  const { asset } = route.useParams()
  const query = useQuery(assetQuery(here, asset))
  const title = query.data ? (query.data.edits?.label ?? calledOf(query.data.asset)) : t('page.assets')
  const edit = query.data && here.may('asset.write') && <EditButton detail={query.data} />
  return (
    <Page title={plain(title)} aside={edit}>
      <Loaded query={query} waiting={<Rows count={12} />}>
        {detail => (
          <>
            <AssetHead detail={detail} />
            <Parts detail={detail} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

const panels = {
  identity: IdentityTab,
  told: ToldTab,
  talks: TalksTab,
  control: ControlTab,
  points: PointsTab,
  findings: FindingsTab,
  timeline: TimelineTab,
} as const

function Parts({ detail }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const { tab = 'identity' } = route.useSearch()
  const navigate = useNavigate()
  const show = (next: string | null) => void navigate({ to: '.', search: { tab: next as Tab }, replace: true })
  const counts: Partial<Record<Tab, number>> = {
    talks: detail.links.length,
    points: detail.points.length,
    findings: detail.findings.length,
  }
  const Panel = panels[tab]
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <Tabs.List mb="md" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
        {tabs.map(name => (
          <Tabs.Tab key={name} value={name}>
            {t(`asset.${name}`)} {counts[name] ? <span className="dim">{counts[name]}</span> : null}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        <Panel detail={detail} />
      </Tabs.Panel>
    </Tabs>
  )
}
