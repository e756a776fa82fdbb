// The part of the map around some devices: those that take part, and who talks to them.
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { MapCanvas } from './canvas.tsx'
import styles from './near.module.css'
import { useNear } from './use-drawn.ts'

const ignore = () => {}

export function Near({ devices: wanted }: { readonly devices: readonly string[] }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  const ids = wanted.join(' ')
  const { scene, devices } = useNear(useMemo(() => new Set(ids.split(' ')), [ids]))
  if (devices === 0) return <p className={styles.quiet}>{t('incident.noMap')}</p>
  return (
    <div className={styles.map}>
      <MapCanvas
        scene={scene}
        at={undefined}
        onChoose={asset => {
          if (asset?.startsWith('a-'))
            void navigate({ to: '/$tenant/$site/assets/$asset', params: { tenant, site, asset } })
        }}
        onReady={ignore}
        label={t('incident.mapOf', { count: devices })}
        fitKey={`${scene.width} ${scene.height}`}
      />
    </div>
  )
}
