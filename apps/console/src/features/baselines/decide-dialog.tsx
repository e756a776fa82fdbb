// Says why, before a learned fact is pinned, accepted or forgotten.
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Act, decide, type FactName } from './data.ts'

export type Deciding = { readonly act: Act; readonly fact: FactName; readonly words: string }

export function DecideDialog({
  deciding: { act, fact, words },
  onClose,
}: {
  readonly deciding: Deciding
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const here = useHere()
  const [why, setWhy] = useState('')
  const renews = [keyOf(here, 'baseline'), keyOf(here, 'decisions')]
  const { mutate, isPending } = useAct(() => decide(here, act, fact, why.trim()), { renews, onDone: onClose })
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('map.close') }}
      opened
      onClose={onClose}
      title={t(`baselines.to-${act}`)}
    >
      <p style={{ marginTop: 0, overflowWrap: 'anywhere' }}>
        <strong>{plain(words)}</strong>
      </p>
      <p className="dim">{t(`baselines.what-${act}`)}</p>
      <Textarea
        label={t('baselines.why')}
        value={why}
        maxLength={2000}
        autosize
        minRows={2}
        data-autofocus
        onChange={event => setWhy(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('baselines.cancel')}
        </Button>
        <Button
          {...(act === 'forget' ? { color: 'red' } : {})}
          onClick={() => mutate()}
          loading={isPending}
          disabled={why.trim() === ''}
        >
          {t(`baselines.${act}`)}
        </Button>
      </Group>
    </Modal>
  )
}

export function ActButtons({
  fact,
  words,
  onDecide,
}: {
  readonly fact: FactName
  readonly words: string
  readonly onDecide: (deciding: Deciding) => void
}) {
  const { t } = useTranslation()
  const { may } = useHere()
  if (!may('baseline.write')) return null
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      {(['pin', 'accept', 'forget'] as const).map(act => (
        <Button
          key={act}
          size="compact-xs"
          variant="subtle"
          {...(act === 'forget' ? { color: 'red' } : {})}
          onClick={() => onDecide({ act, fact, words })}
        >
          {t(`baselines.${act}`)}
        </Button>
      ))}
    </Group>
  )
}
