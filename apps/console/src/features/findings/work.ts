// Changing the status of one or of many.
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import type { Status } from '../../shared/wire.ts'
import { type Acceptance, acceptAll, type Work, workOn } from './api.ts'

/** What ends a finding needs a reason that others can read; the platform insists on it. */
export const needsReason = (status: Status): boolean =>
  status === 'accepted' || status === 'suppressed' || status === 'closed'

const nouns = ['findings', 'finding', 'overview', 'asset', 'acceptances']

function useRenew(): () => void {
  const here = useHere()
  const queries = useQueryClient()
  return () => {
    for (const noun of nouns) void queries.invalidateQueries({ queryKey: keyOf(here, noun) })
  }
}

const tellError = (error: Error): void => void notifications.show({ message: error.message, color: 'red' })

export function useWork(onDone?: () => void) {
  const { t } = useTranslation()
  const here = useHere()
  const renew = useRenew()
  return useMutation({
    mutationFn: ({ ids, ...work }: Work & { readonly ids: readonly string[] }) => workOn(here, ids, work),
    onSuccess: outcomes => {
      renew()
      const left = outcomes.filter(({ done }) => !done)
      const count = outcomes.length - left.length
      if (count > 0) notifications.show({ message: t('work.done', { count }), color: 'teal' })
      if (left.length > 0)
        notifications.show({ message: t('work.failed', { count: left.length, why: left[0]!.why }), color: 'red' })
      onDone?.()
    },
    onError: tellError,
  })
}

/** For this and all that are like it, now and from now on. */
export function useAccept(onDone: () => void) {
  const { t } = useTranslation()
  const here = useHere()
  const renew = useRenew()
  return useMutation({
    mutationFn: (acceptance: Acceptance) => acceptAll(here, acceptance),
    onSuccess: () => {
      renew()
      notifications.show({ message: t('work.acceptedAll'), color: 'teal' })
      onDone()
    },
    onError: tellError,
  })
}
