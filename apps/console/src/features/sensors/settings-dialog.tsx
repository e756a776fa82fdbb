// What a sensor of another machine is told: learning, filters, decoders; which version is there, and who set which.
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Loaded } from '../../shared/states.tsx'
import type { Sensor } from '../../shared/wire.ts'
import { type SensorBook, settingsQuery } from './settings-data.ts'
import { SettingsForm } from './settings-form.tsx'
import { SettingsHistory } from './settings-history.tsx'

type Props = { readonly sensor: Pick<Sensor, 'id' | 'name'>; readonly onClose: () => void }

export function SettingsDialog({ sensor, onClose }: Props) {
  const { t } = useTranslation()
  const query = useQuery(settingsQuery(useHere(), sensor.id))
  return (
    <Dialog size="xl" onClose={onClose} title={t('sensors.settingsOf', { name: sensor.name })}>
      <Loaded query={query}>
        {book => (
          <>
            <Standing book={book} />
            <SettingsForm key={book.version} sensor={sensor.id} book={book} />
            <SettingsHistory book={book} />
          </>
        )}
      </Loaded>
    </Dialog>
  )
}

/** Which version the sensor has, and which waits for it. */
function Standing({ book: { version, at_sensor } }: { readonly book: SensorBook }) {
  const { t } = useTranslation()
  const there = at_sensor?.version ?? 0
  const refused = at_sensor?.refused ?? null
  return (
    <div role="status">
      <p style={{ marginTop: 0 }}>
        {there === 0 ? (
          t('sensors.settingsNone')
        ) : (
          <>
            {t('sensors.settingsThere', { version: there })} <Moment at={at_sensor?.since ?? null} as="exact" />
          </>
        )}
        {version > there && ` ${t('sensors.settingsWait', { version })}`}
      </p>
      {refused !== null && (
        <Alert color="red" mb="md" title={t('sensors.settingsRefused')}>
          <Name text={refused} />
        </Alert>
      )}
    </div>
  )
}
