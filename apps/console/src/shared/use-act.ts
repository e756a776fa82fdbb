// Something that a person does: told when it fails, and what it changed is asked anew.
import { notifications } from '@mantine/notifications'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'

export function useAct<V = void, R = unknown>(
  act: (value: V) => Promise<R>,
  { renews = [], onDone }: { readonly renews?: readonly QueryKey[]; readonly onDone?: (result: R) => unknown } = {},
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async result => {
      await Promise.all(renews.map(queryKey => queries.invalidateQueries({ queryKey })))
      onDone?.(result)
    },
    onError: error => void notifications.show({ color: 'red', message: error.message }),
  })
}
