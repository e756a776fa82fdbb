// What asks for the next page of a list, where there is one.
import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    fetchNextPage(): unknown
  }
  readonly children: ReactNode
}

export function NextPage({ query, children }: Props) {
  if (!query.hasNextPage) return null
  return (
    <Group justify="center" p="sm">
      <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </Group>
  )
}
