// Where in the traffic it can be seen.
import { Button, CopyButton } from '@mantine/core'
import type { Finding } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'

/** Frames named in the sentence. */
const SHOWN = 24

/** As Wireshark's display filter takes it. */
export const filterOf = (frames: readonly number[]): string => `frame.number in {${frames.join(', ')}}`

export function Evidence({ finding: { evidence } }: { readonly finding: Finding }) {
  const { t } = useTranslation()
  const { file, frames } = evidence
  if (frames.length === 0) return <p className="dim">{t('finding.noFrames')}</p>
  const shown = frames.slice(0, SHOWN).join(', ')
  const rest = frames.length - SHOWN
  return (
    <>
      <p style={{ margin: '0 0 8px' }}>
        {file ? <Name text={file} mono /> : t('finding.live')}{' '}
        <span className="dim">
          {t('finding.frames', { count: frames.length, shown: rest > 0 ? `${shown}, …` : shown })}
        </span>
      </p>
      <CopyButton value={filterOf(frames)}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? t('finding.copied') : t('finding.copyFilter')}
          </Button>
        )}
      </CopyButton>
    </>
  )
}
