// What is filtered, as a file for spreadsheets.
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { allAssets } from './api.ts'
import { columnNames, columns, type Shown } from './columns.tsx'
import { csvOf } from './csv.ts'
import type { AssetFilter } from './search.ts'

export function ExportButton({ filter, shown }: { readonly filter: AssetFilter; readonly shown: Shown }) {
  const { t } = useTranslation()
  const here = useHere()
  const { mutate, isPending } = useMutation({
    mutationFn: () => allAssets(here, filter),
    onSuccess: rows => {
      const head = ['id', ...columnNames.map(name => t(`column.${name}`))]
      const body = rows.map(row => [row.id, ...columnNames.map(name => columns[name].text(row, shown))])
      save(`${here.site}-${new Date().toISOString().slice(0, 10)}.csv`, csvOf([head, ...body]))
    },
    onError: error => notifications.show({ message: error.message, color: 'red' }),
  })
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name="download" size={14} />}
      loading={isPending}
      onClick={() => mutate()}
    >
      CSV
    </Button>
  )
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
