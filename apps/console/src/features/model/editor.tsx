// site.yaml as text.
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { keyOf } from '../../shared/queries.ts'
import { type Fault, SourceEditor } from '../../shared/source-editor.tsx'
import { useAct } from '../../shared/use-act.ts'
import { checkModel, type Model, putModel } from './data.ts'
import styles from './model.module.css'

/** ms of rest before what is typed is checked. */
const REST = 600

export function Editor({ model }: { readonly model: Model }) {
  const { t } = useTranslation()
  const here = useHere()
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
      <SourceEditor
        label="site.yaml"
        text={text}
        faults={faults}
        readOnly={!mayWrite}
        placeholder={t('model.placeholder')}
        onText={setText}
        onSave={() => {
          if (isChanged && mayWrite) save.mutate()
        }}
      />
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
