// Where the question is typed: completion as one types, the fault at its word.
import { TextInput } from '@mantine/core'
import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { plain } from '../../shared/text.ts'
import type { Wanted } from './complete.ts'
import styles from './hunt.module.css'
import { type Fault, type Fields, parse } from './parse.ts'
import { type BarProps, useBar } from './use-bar.ts'

export function QueryBar(props: BarProps) {
  const { t } = useTranslation()
  const { fields } = props
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const { text, caret, at, wanted, choices, type, setCaret, choose, onKeyDown } = useBar(props, input)
  const { fault } = parse(text, fields)
  return (
    <div className={styles.query}>
      <TextInput
        ref={input}
        type="search"
        className={styles.input}
        value={text}
        placeholder="protocol is modbus verb is write server.ip is 10.0.0.1 value > 100"
        aria-label={t('hunt.question')}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={list}
        aria-activedescendant={at >= 0 ? `${list}-${at}` : undefined}
        aria-invalid={fault !== null}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget: { value, selectionStart } }) => type(value, selectionStart)}
        onSelect={({ currentTarget: { selectionStart } }) => setCaret(selectionStart)}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
      />
      <Choices id={list} choices={choices} at={at} wanted={wanted} fields={fields} onChoose={choose} />
      <FaultLine fault={caret === null ? fault : null} text={text} />
    </div>
  )
}

type ChoicesProps = {
  readonly id: string
  readonly choices: readonly string[]
  readonly at: number
  readonly wanted: Wanted | null
  readonly fields: Fields
  readonly onChoose: (choice: string) => void
}

function Choices({ id, choices, at, wanted, fields, onChoose }: ChoicesProps) {
  const { t } = useTranslation()
  if (!wanted || choices.length === 0) return null
  const note = (choice: string) => (wanted.kind === 'field' ? t(`hunt.type-${fields.get(choice) ?? 'text'}`) : '')
  return (
    <div id={id} role="listbox" className={styles.choices} aria-label={t('hunt.choices')} tabIndex={-1}>
      {choices.map((choice, index) => (
        <div
          key={choice}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.choice}
          // The input keeps the focus.
          onMouseDown={event => {
            event.preventDefault()
            onChoose(choice)
          }}
        >
          <span>{plain(choice, 80)}</span>
          <span>{note(choice)}</span>
        </div>
      ))}
    </div>
  )
}

function FaultLine({ fault, text }: { readonly fault: Fault | null; readonly text: string }) {
  const { t } = useTranslation()
  if (!fault || text.trim() === '') return <div className={styles.fault} />
  const { code, from, word, near } = fault
  const before = text.slice(Math.max(0, from - 24), from)
  return (
    <div className={styles.fault} role="alert">
      {before && <span className="mono">… {plain(before)}</span>}
      <mark>{word ? plain(word, 60) : '␣'}</mark> {t(`hunt.fault-${code}`)}
      {near ? ` ${t('hunt.near', { near })}` : ''}
    </div>
  )
}
