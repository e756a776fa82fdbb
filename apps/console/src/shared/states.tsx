// What every page shows while it waits, when there is nothing, and when something went wrong.
import { Button, Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from './api.ts'
import { Icon, type IconName } from './icons.tsx'
import styles from './states.module.css'

export function Empty({
  icon = 'check',
  title,
  children,
}: {
  readonly icon?: IconName
  readonly title: string
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.state}>
      <span className={styles.icon}>
        <Icon name={icon} size={20} />
      </span>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.more}>{children}</div>}
    </div>
  )
}

export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation()
  const request = error instanceof ApiError ? error.request : null
  const isGone = error instanceof ApiError && error.status === 404
  return (
    <div className={styles.state} role="alert">
      <span className={styles.icon}>
        <Icon name="findings" size={20} />
      </span>
      <p className={styles.title}>{t(isGone ? 'lost.title' : 'state.failed')}</p>
      <div className={styles.more}>
        <SentenceOf error={error} />
        {request && <p>{t('state.request', { request })}</p>}
        {retry && !isGone && (
          <Button variant="default" size="xs" mt="sm" onClick={retry}>
            {t('state.retry')}
          </Button>
        )}
      </div>
    </div>
  )
}

function SentenceOf({ error }: { readonly error: unknown }) {
  const { t } = useTranslation()
  if (error instanceof ApiError && error.status === 0) return <p>{t('state.offline')}</p>
  if (error instanceof ApiError && error.status === 403) return <p>{t('state.forbidden', { why: error.message })}</p>
  return <p>{error instanceof Error ? error.message : String(error)}</p>
}

export function Rows({ count = 8, height = 18 }: { readonly count?: number; readonly height?: number }) {
  const { t } = useTranslation()
  return (
    <Stack gap={14} p="md" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <Skeleton key={row} height={height} width={`${96 - ((row * 17) % 38)}%`} radius="sm" />
      ))}
    </Stack>
  )
}

/** Draws what was asked for, or how far it is. What is there already stays while it is asked anew. */
export function Loaded<T>({
  query,
  waiting = <Rows />,
  children,
}: {
  readonly query: UseQueryResult<T>
  readonly waiting?: ReactNode
  readonly children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />
  return waiting
}
