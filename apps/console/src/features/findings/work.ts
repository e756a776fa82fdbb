// Changing the status of one or of many.
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import type { Status } from '../../shared/wire.ts'
import { type Work, workOn } from './api.ts'

/** Requests under way at once. */
const AT_ONCE = 4

/** What ends a finding needs a reason that others can read; the platform insists on it. */
export const needsReason = (status: Status): boolean =>
  status === 'accepted' || status === 'suppressed' || status === 'closed'

export type Outcome = { readonly done: number; readonly failed: number; readonly why: string | null }

/** Does `work` for each id, a few at a time; one that fails does not stop the others. */
export async function forEach(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<Outcome> {
  const left = [...ids]
  let [done, failed] = [0, 0]
  let why: string | null = null
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift())
      await work(id).then(
        () => done++,
        error => {
          failed++
          why ??= error instanceof Error ? error.message : String(error)
        },
      )
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { done, failed, why }
}

export function useWork(onDone?: () => void) {
  const { t } = useTranslation()
  const here = useHere()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ ids, ...work }: Work & { readonly ids: readonly string[] }) =>
      forEach(ids, id => workOn(here, id, work)),
    onSuccess: ({ done, failed, why }) => {
      for (const noun of ['findings', 'finding', 'overview', 'asset'])
        void queries.invalidateQueries({ queryKey: keyOf(here, noun) })
      if (done > 0) notifications.show({ message: t('work.done', { count: done }), color: 'teal' })
      if (failed > 0) notifications.show({ message: t('work.failed', { count: failed, why }), color: 'red' })
      onDone?.()
    },
  })
}
