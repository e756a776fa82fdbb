// One field to get anywhere: pages, sites, devices, settings of the console.
import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../shared/icons.tsx'
import { Name } from '../shared/name.tsx'
import styles from './palette.module.css'
import { type Entry, useEntries } from './palette-entries.ts'

/** ms after the last key until devices are asked for. */
const PAUSE = 120

// biome-ignore lint/style/noDefaultExport: React.lazy takes a default export
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, PAUSE)
  const entries = useEntries(text, asked)
  const run = (entry: Entry) => {
    onClose()
    entry.run()
  }
  const { chosen, point, onKeyDown } = useChoice(entries, run)
  const onText = (next: string) => {
    setText(next)
    point(0)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    >
      <TextInput
        value={text}
        onChange={event => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={t('palette.hint')}
        aria-label={t('palette.open')}
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={entries[chosen]?.id}
        variant="unstyled"
        size="md"
        leftSection={<Icon name="hunt" />}
        classNames={{ root: styles.field ?? '' }}
        // Whoever opens it types at once: not when the dialog has settled.
        autoFocus
        data-autofocus
      />
      <Options entries={entries} chosen={chosen} onPoint={point} onRun={run} />
    </Modal>
  )
}

/** Arrows move, Enter runs. */
function useChoice(entries: readonly Entry[], run: (entry: Entry) => void) {
  const [at, point] = useState(0)
  const chosen = Math.min(at, entries.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const entry = entries[chosen]
    if (!entry || (step === 0 && event.key !== 'Enter')) return
    event.preventDefault()
    if (step === 0) run(entry)
    else point((chosen + step + entries.length) % entries.length)
  }
  return { chosen, point, onKeyDown }
}

type OptionsProps = {
  readonly entries: readonly Entry[]
  readonly chosen: number
  readonly onPoint: (at: number) => void
  readonly onRun: (entry: Entry) => void
}

function Options({ entries, chosen, onPoint, onRun }: OptionsProps) {
  const { t } = useTranslation()
  if (entries.length === 0) return <p className={styles.none}>{t('palette.nothing')}</p>
  return (
    <div id="palette" role="listbox" aria-label={t('palette.open')} className={styles.list}>
      {entries.map((entry, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the field that names this as its active option
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
        <div
          key={entry.id}
          id={entry.id}
          ref={index === chosen ? intoView : null}
          role="option"
          aria-selected={index === chosen}
          className={styles.option}
          onMouseMove={() => onPoint(index)}
          onClick={() => onRun(entry)}
        >
          <Icon name={entry.icon} />
          <span className={styles.title}>
            <Name text={entry.title} />
          </span>
          <span className={styles.note}>{entry.note}</span>
        </div>
      ))}
    </div>
  )
}

const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })
