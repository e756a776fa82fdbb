// One report: its draft, signatures, and that it was sent.
import { Badge, Button, Checkbox, FileInput, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../shared/api.ts'
import { attach } from '../../shared/attach.ts'
import { useAct } from '../../shared/use-act.ts'
import { act, type Clock, inLanguage, keyOf, type Owed, type Stage, stagePath, type Where } from './data.ts'
import { DraftEditor } from './draft-editor.tsx'
import { fieldOf, momentOf } from './moments.ts'
import styles from './obligations.module.css'
import { Requested } from './requested.tsx'

type Props = { readonly where: Where; readonly owed: Owed; readonly stage: Stage; readonly clock: Clock }

export function StageWork({ where, owed, stage, clock }: Props) {
  const { t, i18n } = useTranslation()
  const [editing, setEditing] = useState(false)
  const [sending, setSending] = useState(false)
  const renews = [keyOf(where)]
  const sign = useAct(() => send('POST', stagePath(where, owed.id, stage.key, '/sign'), { hash: stage.hash }), {
    renews,
  })
  const latest = stage.drafts.at(-1)
  const label = inLanguage(stage.label, i18n.language)
  if (clock.state === 'offered') return <Choose where={where} owed={owed} stage={stage} />
  if (clock.state === 'not-needed')
    return stage.onRequest ? (
      <div style={{ gridColumn: '1 / -1' }}>
        <Requested where={where} obligation={owed.id} stage={stage.key} />
      </div>
    ) : null
  return (
    <div style={{ gridColumn: '1 / -1' }}>
      <Group gap={8}>
        <Button size="xs" variant="default" onClick={() => setEditing(true)}>
          {latest ? t('owed.openDraft', { version: latest.version }) : t('owed.makeDraft')}
        </Button>
        {latest &&
          (['pdf', 'docx', 'json', 'sheet'] as const).map(form => (
            <Button
              key={form}
              component="a"
              size="xs"
              variant="subtle"
              href={stagePath(where, owed.id, stage.key, `/files/${form}`)}
              download
              aria-label={`${label}: ${t(`owed.form-${form}`)}`}
            >
              {t(`owed.form-${form}`)}
            </Button>
          ))}
        {latest && stage.open.length > 0 && (
          <Button size="xs" variant="default" onClick={() => sign.mutate()} loading={sign.isPending}>
            {t('owed.sign')}
          </Button>
        )}
        {latest && stage.open.length === 0 && (
          <Button size="xs" onClick={() => setSending(true)}>
            {t('owed.recordSent')}
          </Button>
        )}
      </Group>
      <Group gap={6} mt={6}>
        {stage.signed.map(({ duty, by }) => (
          <Badge key={duty} variant="default" size="sm">
            {t('owed.signedBy', { duty, by })}
          </Badge>
        ))}
        {latest && stage.open.length > 0 && (
          <span className="dim">{t('owed.openFor', { duties: stage.open.join(', ') })}</span>
        )}
        {latest && latest.missing > 0 && <span className="dim">{t('owed.gaps', { count: latest.missing })}</span>}
      </Group>
      {editing && <DraftEditor where={where} owed={owed} stage={stage} onClose={() => setEditing(false)} />}
      {sending && <Sent where={where} owed={owed} stage={stage} onClose={() => setSending(false)} />}
    </div>
  )
}

/** It lasts: a progress report goes in the place of the final one. */
function Choose({ where, owed, stage }: Omit<Props, 'clock'>) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const choose = useAct(
    () => act(where, { kind: 'alternative-chosen', obligation: owed.id, stage: stage.key, reason }),
    { renews: [keyOf(where)] },
  )
  return (
    <div className={styles.row} style={{ gridColumn: '1 / -1' }}>
      <TextInput
        label={t('owed.reason')}
        value={reason}
        style={{ flex: '1 1 240px' }}
        onChange={event => setReason(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={reason.trim() === ''}
        loading={choose.isPending}
        onClick={() => choose.mutate()}
      >
        {t('owed.choose', { of: stage.instead ?? '' })}
      </Button>
    </div>
  )
}

function Sent({ where, owed, stage, onClose }: Omit<Props, 'clock'> & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const isSent = stage.submissions.length > 0
  const [at, setAt] = useState(() => fieldOf(Date.now() * 1000))
  const [receipt, setReceipt] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [correction, setCorrection] = useState(isSent)
  const moment = momentOf(at)
  const save = useAct(
    async () => {
      const proof = file ? await attach(where, where.incident, file) : null
      const told = { hash: stage.hash, at: moment, receipt, ...(correction ? { correction } : {}) }
      return send('POST', stagePath(where, owed.id, stage.key, '/submit'), proof ? { ...told, proof } : told)
    },
    { renews: [keyOf(where)], onDone: onClose },
  )
  return (
    <Modal opened onClose={onClose} title={t('owed.recordSent')} closeButtonProps={{ 'aria-label': t('owed.close') }}>
      <div className={styles.stack}>
        <p className="dim" style={{ margin: 0 }}>
          {t('owed.sentText', { authority: owed.authority.name })}
        </p>
        <TextInput
          type="datetime-local"
          label={t('owed.sentAt')}
          value={at}
          onChange={event => setAt(event.currentTarget.value)}
        />
        <TextInput
          label={t('owed.receipt')}
          value={receipt}
          maxLength={2000}
          onChange={event => setReceipt(event.currentTarget.value)}
        />
        <FileInput label={t('owed.proof')} value={file} onChange={setFile} clearable />
        {isSent && (
          <Checkbox
            label={t('owed.correction')}
            checked={correction}
            onChange={event => setCorrection(event.currentTarget.checked)}
          />
        )}
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={moment === null}>
          {t('owed.keep')}
        </Button>
      </div>
    </Modal>
  )
}
