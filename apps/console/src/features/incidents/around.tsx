// The part of the map around the devices of an incident: those that take part, and who talks to them.
import { Skeleton } from '@mantine/core'
import { assetsOf } from '@nautilus/response'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { useNear } from '../map/use-drawn.ts'
import type { Room } from './api.ts'
import styles from './incidents.module.css'

const MapCanvas = lazy(() => import('../map/canvas.tsx').then(({ MapCanvas }) => ({ default: MapCanvas })))
const ignore = () => {}

export function Around({ room }: { readonly room: Room }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  const ids = assetsOf(room.incident).join(' ')
  const { scene, devices } = useNear(useMemo(() => new Set(ids.split(' ')), [ids]))
  if (devices === 0) return <p className={styles.quiet}>{t('incident.noMap')}</p>
  return (
    <div className={styles.map}>
      <Suspense fallback={<Skeleton height="100%" radius={0} />}>
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
      </Suspense>
    </div>
  )
}
