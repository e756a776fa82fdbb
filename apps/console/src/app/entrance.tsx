// The pages before one is inside.
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { FirstSite } from '../features/access/first-site.tsx'
import { ForgotPage } from '../features/access/forgot-page.tsx'
import { InvitationPage } from '../features/access/invitation-page.tsx'
import { ResetPage } from '../features/access/reset-page.tsx'
import { SetupPage } from '../features/access/setup-page.tsx'
import { SignInPage } from '../features/access/sign-in-page.tsx'
import { AcknowledgePage } from '../features/escalation/acknowledge-page.tsx'
import { ConfirmPage } from '../features/reports/confirm-page.tsx'

export function SignInRoute() {
  const { back = '/', refused } = getRouteApi('/sign-in').useSearch()
  return <SignInPage onDone={useEnter(back)} back={back} refused={refused} />
}

export function ForgotRoute() {
  return <ForgotPage />
}

export function ResetRoute() {
  const { token } = getRouteApi('/reset-password').useSearch()
  return <ResetPage token={token ?? ''} onDone={useEnter('/sign-in')} />
}

export function SetupRoute() {
  const { token } = getRouteApi('/setup').useSearch()
  return <SetupPage token={token ?? ''} onDone={useEnter('/')} />
}

/** The word is behind the `#`: no server on the way reads it. */
export function AcknowledgeRoute() {
  return <AcknowledgePage token={window.location.hash.slice(1)} />
}

export function ConfirmReportRoute() {
  const { token } = getRouteApi('/confirm-report').useSearch()
  return <ConfirmPage token={token ?? ''} />
}

export function InvitationRoute() {
  const { token } = getRouteApi('/invitation').useSearch()
  return <InvitationPage token={token ?? ''} onDone={useEnter('/')} />
}

export function FirstSiteRoute() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const enter = (tenant: string, site: string) => {
    queries.clear()
    void navigate({ to: '/$tenant/$site/now', params: { tenant, site }, replace: true })
  }
  return <FirstSite onDone={enter} />
}

/** Another person may have been here before: nothing of what they saw stays. */
function useEnter(to: string): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return () => {
    queries.clear()
    void navigate({ href: to, replace: true })
  }
}
