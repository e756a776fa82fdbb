// Where in the traffic it can be seen, and the packets as a file.
import { Button, CopyButton, Group } from '@mantine/core'
import type { Finding } from '@nautilus/model'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { overviewQuery } from '../../shared/queries.ts'
import { FarPackets } from './far-packets.tsx'

/** Frames named in the sentence. */
const SHOWN = 24
/** Findings of live traffic name the run of the sensor instead of a file. */
const LIVE = 'live:'

/** µs by which what a sensor says of itself may be older than a finding. */
const LATE = 60e6

/** Null where it is the name of a capture. */
export const sensorOf = (file: string | null): string | null => /^live:([^@]+)@/.exec(file ?? '')?.[1] ?? null

/** As Wireshark's display filter takes it. */
export const filterOf = (frames: readonly number[]): string => `frame.number in {${frames.join(', ')}}`

export function Evidence({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation()
  const { file, frames } = finding.evidence
  if (frames.length === 0) return <p className="dim">{t('finding.noFrames')}</p>
  const shown = frames.slice(0, SHOWN).join(', ')
  const rest = frames.length - SHOWN
  return (
    <>
      <p style={{ margin: '0 0 8px' }}>
        {file && !file.startsWith(LIVE) ? <Name text={file} mono /> : t('finding.live')}{' '}
        <span className="dim">
          {t('finding.frames', { count: frames.length, shown: rest > 0 ? `${shown}, …` : shown })}
        </span>
      </p>
      <Group gap="xs">
        <Packets finding={finding} />
        <Around finding={finding} />
        <CopyButton value={filterOf(frames)}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? t('finding.copied') : t('finding.copyFilter')}
            </Button>
          )}
        </CopyButton>
      </Group>
      {file?.startsWith(LIVE) && <FarPackets finding={finding} />}
    </>
  )
}

/** Kept some moments after the finding came; those of a sensor of another machine when it has answered. */
function Packets({ finding: { id, count } }: { readonly finding: Finding }) {
  const { t } = useTranslation()
  const place = useHere()
  const path = { ...place, finding: id }
  const { data } = useQuery({
    queryKey: ['evidence', place.tenant, place.site, id, count],
    queryFn: ({ signal }) =>
      call('GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/evidence', { path }, { signal }),
    retry: 2,
    retryDelay: 2000,
  })
  if (!data) return null
  const href = `/api/tenants/${place.tenant}/sites/${place.site}/findings/${encodeURIComponent(id)}/evidence.pcap`
  return (
    <Button size="xs" variant="default" component="a" href={href} download title={`SHA-256 ${data.sha256}`}>
      {t('finding.packets', { count: data.frames })}
    </Button>
  )
}

/** From the ring of the sensor, where that still reaches back to it. */
function Around({ finding: { id, first, last, evidence } }: { readonly finding: Finding }) {
  const { t } = useTranslation()
  const here = useHere()
  const { data } = useQuery(overviewQuery(here))
  const sensor = sensorOf(evidence.file)
  const ring = data?.sensors.find(one => one.id === sensor)?.health.ring
  if (!ring || !here.may('packet.read') || ring.from === null || ring.to === null) return null
  if (last < ring.from || first > ring.to + LATE) return null
  const href = `/api/tenants/${here.tenant}/sites/${here.site}/findings/${encodeURIComponent(id)}/packets.pcap`
  return (
    <Button size="xs" variant="default" component="a" href={href} download title={t('finding.aroundText')}>
      {t('finding.around')}
    </Button>
  )
}
