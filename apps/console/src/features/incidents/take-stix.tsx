// The incident for others to take in, as STIX: devices described, or named with their addresses.
import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'

export function TakeStix({ incident }: { readonly incident: string }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const path = `/api/tenants/${tenant}/sites/${site}/incidents/${encodeURIComponent(incident)}/stix`
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />}>
          {t('incident.stix')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${path}?tlp=amber`} download>
          {t('incident.stixBare')}
        </Menu.Item>
        <Menu.Item component="a" href={`${path}?tlp=red&addresses=true`} download>
          {t('incident.stixWhole')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
