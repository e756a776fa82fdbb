// A draft, sentence by sentence, each with its source; what people change stands under their name.
import { Button, Modal, NativeSelect, Tabs, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../shared/api.ts'
import { Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import {
  draftQuery,
  keyOf,
  type Owed,
  type Report,
  type Sentence,
  type SentenceChange,
  type Stage,
  stagePath,
  type Where,
} from './data.ts'
import { FieldSheet } from './field-sheet.tsx'
import styles from './obligations.module.css'
import { SourceText } from './source-text.tsx'

type Props = {
  readonly where: Where
  readonly owed: Owed
  readonly stage: Stage
  readonly onClose: () => void
}

export function DraftEditor({ where, owed, stage, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [language, setLanguage] = useState(stage.drafts.at(-1)?.language ?? i18n.language)
  const query = useQuery(draftQuery(where, owed.id, stage.key, language))
  const save = useAct(
    (sentences: readonly SentenceChange[]) =>
      send('POST', stagePath(where, owed.id, stage.key, '/draft'), { language, sentences }),
    { renews: [keyOf(where)] },
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('owed.draft')}
      closeButtonProps={{ 'aria-label': t('owed.close') }}
    >
      <Loaded query={query}>
        {({ now, latest, fields }) => (
          <div className={styles.stack}>
            <div className={styles.row}>
              <NativeSelect
                label={t('owed.language')}
                value={language}
                onChange={event => setLanguage(event.currentTarget.value)}
                data={[
                  { value: 'en', label: t('language.en') },
                  { value: 'de', label: t('language.de') },
                ]}
              />
              <Button onClick={() => save.mutate([])} loading={save.isPending}>
                {t('owed.saveVersion', { version: (latest?.version ?? 0) + 1 })}
              </Button>
            </div>
            <p className={styles.notice} style={{ margin: 0 }}>
              {now.notice}
            </p>
            <Tabs defaultValue="text">
              <Tabs.List>
                <Tabs.Tab value="text">{t('owed.text')}</Tabs.Tab>
                <Tabs.Tab value="sheet">{t('owed.form-sheet')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="text" pt="sm">
                <Sections report={now} onChange={change => save.mutate([change])} />
              </Tabs.Panel>
              <Tabs.Panel value="sheet" pt="sm">
                <FieldSheet where={where} obligation={owed.id} stage={stage.key} report={now} fields={fields} />
              </Tabs.Panel>
            </Tabs>
          </div>
        )}
      </Loaded>
    </Modal>
  )
}

type Change = (change: SentenceChange) => void

function Sections({ report, onChange }: { readonly report: Report; readonly onChange: Change }) {
  return report.sections.map(({ key, title, sentences }) => (
    <section key={key}>
      <h3 style={{ margin: '16px 0 6px', fontSize: 14 }}>{title}</h3>
      {sentences.map(sentence => (
        <One key={sentence.text} section={key} sentence={sentence} onChange={onChange} />
      ))}
      <Added section={key} onChange={onChange} />
    </section>
  ))
}

type OneProps = { readonly section: string; readonly sentence: Sentence; readonly onChange: Change }

function One({ section, sentence, onChange }: OneProps) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  const done = () => {
    if (text !== null && text !== sentence.text) onChange({ section, of: sentence.text, text })
    setText(null)
  }
  return (
    <div className={styles.sentence}>
      {text === null ? (
        <p>{sentence.text}</p>
      ) : (
        <Textarea
          className={styles.editing}
          aria-label={t('owed.editSentence')}
          value={text}
          autosize
          maxLength={4000}
          onChange={event => setText(event.currentTarget.value)}
        />
      )}
      <span className={`dim ${styles.sources}`}>
        {sentence.sources.map(source => (
          <SourceText key={JSON.stringify(source)} source={source} />
        ))}
      </span>
      <Button size="compact-xs" variant="subtle" onClick={() => (text === null ? setText(sentence.text) : done())}>
        {text === null ? t('owed.edit') : t('owed.keep')}
      </Button>
    </div>
  )
}

function Added({ section, onChange }: { readonly section: string; readonly onChange: Change }) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  const done = () => {
    if (text !== null && text.trim() !== '') onChange({ section, of: null, text })
    setText(null)
  }
  return (
    <div className={styles.sentence}>
      {text !== null && (
        <Textarea
          className={styles.editing}
          aria-label={t('owed.newSentence')}
          value={text}
          autosize
          maxLength={4000}
          onChange={event => setText(event.currentTarget.value)}
        />
      )}
      <Button size="compact-xs" variant="subtle" onClick={() => (text === null ? setText('') : done())}>
        {text === null ? t('owed.newSentence') : t('owed.keep')}
      </Button>
    </div>
  )
}
