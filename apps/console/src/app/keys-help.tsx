import { Kbd, Modal, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { navigation } from './navigation.ts'

// biome-ignore lint/style/noDefaultExport: React.lazy takes a default export
export default function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const rows: readonly (readonly [string, string])[] = [
    ['Ctrl K', t('keys.palette')],
    ['/', t('keys.search')],
    ...navigation.map(({ page, key }) => [`g ${key}`, t('keys.goTo', { page: t(`page.${page}`) })] as const),
    ['j  k', t('keys.move')],
    ['Enter', t('keys.open')],
    ['x', t('keys.select')],
    ['Esc', t('keys.close')],
    ['?', t('keys.title')],
  ]
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('keys.close') }}>
      <Table withRowBorders={false} verticalSpacing={5}>
        <Table.Tbody>
          {rows.map(([keys, text]) => (
            <Table.Tr key={keys}>
              <Table.Td w={110}>
                {keys.split(/\s+/).map(key => (
                  <Kbd key={key} mr={5}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
