import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import { type ColumnName, columnNames } from './columns.tsx'

type Props = { readonly shown: readonly ColumnName[]; readonly onChoose: (columns: readonly ColumnName[]) => void }

export function ColumnMenu({ shown, onChoose }: Props) {
  const { t } = useTranslation()
  return (
    <Popover position="bottom-end" shadow="md">
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Icon name="columns" size={14} />}>
          {t('assets.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={[...shown]} onChange={next => onChoose(next as ColumnName[])}>
          <Stack gap={8}>
            {columnNames.map(name => (
              <Checkbox key={name} size="xs" value={name} label={t(`column.${name}`)} disabled={name === 'name'} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}
