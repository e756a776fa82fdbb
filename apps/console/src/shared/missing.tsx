// A part of the platform that this version does not have, or that is not filled yet.
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from './api.ts'
import { Empty, Loaded, Rows } from './states.tsx'

/** The route is not there; what is missing under a route that is there says so in other words. */
export const isMissing = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 404 || error.status === 405) &&
  /nothing here|Route .* not found/i.test(error.message)

/** As `Loaded`, and says what is missing where the platform has no such route. */
export function LoadedIfThere<T>({
  query,
  waiting = <Rows />,
  children,
}: {
  readonly query: UseQueryResult<T>
  readonly waiting?: ReactNode
  readonly children: (data: T) => ReactNode
}) {
  const { t } = useTranslation()
  if (query.isError && query.data === undefined && isMissing(query.error))
    return (
      <Empty icon="info" title={t('missing.title')}>
        <p>{t('missing.text')}</p>
      </Empty>
    )
  return (
    <Loaded query={query} waiting={waiting}>
      {children}
    </Loaded>
  )
}
