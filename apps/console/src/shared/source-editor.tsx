// Text that people write for the platform: numbered lines, and what is wrong at the line where it is wrong.
import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './source-editor.module.css'
import { plain } from './text.ts'

/** Lines from 1. */
export type Fault = { readonly line: number; readonly message: string }

type Props = {
  readonly label: string
  readonly text: string
  readonly faults: readonly Fault[]
  readonly readOnly: boolean
  readonly placeholder: string
  readonly onText: (text: string) => void
  /** Ctrl and S. */
  readonly onSave: () => void
}

export function SourceEditor({ label, text, faults, readOnly, placeholder, onText, onSave }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  return (
    <>
      <div className={styles.editor}>
        <Lines text={text} faults={faults} area={area} />
        <textarea
          ref={area}
          className={styles.text}
          value={text}
          wrap="off"
          spellCheck={false}
          readOnly={readOnly}
          aria-label={label}
          aria-invalid={faults.length > 0}
          placeholder={placeholder}
          onChange={event => onText(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            onSave()
          }}
        />
      </div>
      <Faults faults={faults} area={area} text={text} />
    </>
  )
}

type LinesProps = {
  readonly text: string
  readonly faults: readonly Fault[]
  readonly area: RefObject<HTMLTextAreaElement | null>
}

function Lines({ text, faults, area }: LinesProps) {
  const gutter = useRef<HTMLDivElement>(null)
  const count = text.split('\n').length
  const wrong = new Set(faults.map(({ line }) => line))
  useEffect(() => {
    const box = area.current
    if (!box) return
    const follow = () => {
      if (gutter.current) gutter.current.scrollTop = box.scrollTop
    }
    box.addEventListener('scroll', follow)
    return () => box.removeEventListener('scroll', follow)
  }, [area])
  return (
    <div ref={gutter} className={styles.gutter} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are their numbers
        <div key={index} data-wrong={wrong.has(index + 1)}>
          {index + 1}
        </div>
      ))}
    </div>
  )
}

/** px of one line, as the style sheet has it; and lines that stay in sight above the one that is shown. */
const LINE = 20
const ABOVE = 4

function Faults({ faults, area, text }: LinesProps) {
  const { t } = useTranslation()
  if (faults.length === 0) return null
  const goTo = (line: number) => {
    const at =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const end = text.indexOf('\n', at)
    area.current?.focus()
    area.current?.setSelectionRange(at, end < 0 ? text.length : end)
    if (area.current) area.current.scrollTop = (line - ABOVE) * LINE
  }
  return (
    <ul className={styles.faults} aria-live="polite">
      {faults.slice(0, 50).map(({ line, message }) => (
        <li key={`${line} ${message}`}>
          <button type="button" onClick={() => goTo(line)}>
            {t('model.line', { line })}
          </button>
          <span>{plain(message)}</span>
        </li>
      ))}
    </ul>
  )
}
