// site.yaml as text: numbered lines, and what is wrong at the line where it is wrong.
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { plain } from '../../shared/text.ts'
import { useAct } from '../../shared/use-act.ts'
import { checkModel, type Fault, type Model, putModel } from './data.ts'
import styles from './model.module.css'

/** ms of rest before what is typed is checked. */
const REST = 600

export function Editor({ model }: { readonly model: Model }) {
  const { t } = useTranslation()
  const here = useHere()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(model.source)
  const faults = useFaults(text, model.source)
  const mayWrite = here.may('site.write')
  const isChanged = text !== model.source
  const save = useAct(() => putModel(here, text), {
    renews: [keyOf(here)],
    onDone: ({ version }) => void notifications.show({ message: t('model.saved', { version }) }),
  })
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
          readOnly={!mayWrite}
          aria-label="site.yaml"
          aria-invalid={faults.length > 0}
          placeholder={t('model.placeholder')}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            if (isChanged && mayWrite) save.mutate()
          }}
        />
      </div>
      <Faults faults={faults} area={area} text={text} />
      {mayWrite && (
        <div className={styles.buttons}>
          <Button onClick={() => save.mutate()} loading={save.isPending} disabled={!isChanged || faults.length > 0}>
            {t('model.save')}
          </Button>
          <Button variant="default" disabled={!isChanged} onClick={() => setText(model.source)}>
            {t('model.discard')}
          </Button>
          <span className="dim">
            {isChanged
              ? t('model.changed', { version: model.version })
              : t('model.unchanged', { version: model.version })}
          </span>
        </div>
      )}
    </>
  )
}

/** What the platform says of the text, a moment after the last key. */
function useFaults(text: string, kept: string): readonly Fault[] {
  const { tenant, site } = useHere()
  const [faults, setFaults] = useState<readonly Fault[]>([])
  useEffect(() => {
    if (text === kept) return setFaults([])
    let isOver = false
    const timer = setTimeout(() => {
      checkModel({ tenant, site }, text).then(
        found => !isOver && setFaults(found),
        // Without the route the platform says so when it is saved.
        () => !isOver && setFaults([]),
      )
    }, REST)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [text, kept, tenant, site])
  return faults
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
