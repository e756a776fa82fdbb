// A demonstration plant does what one asks it for: an attack, or something harmless that looks like one.
import { UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Panel } from '../../shared/page.tsx'
import type { Story } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import { tellStory } from './api.ts'
import styles from './now-page.module.css'

export function Stories({ stories }: { readonly stories: readonly Story[] }) {
  const { t } = useTranslation()
  const here = useHere()
  const words = useWords()
  const { mutate, isPending } = useMutation({
    mutationFn: ({ id }: Story) => tellStory(here, id),
    onSuccess: (_, story) =>
      notifications.show({ title: words.story(story), message: t(`now.told-${story.kind}`), color: 'blue' }),
    onError: error => notifications.show({ message: error.message, color: 'red' }),
  })
  return (
    <Panel title={t('now.stories')} flush aside={<span className="dim">{t('now.storiesText')}</span>}>
      <div className={styles.stories}>
        {(['attack', 'look-alike'] as const).map(kind => (
          <div key={kind}>
            <h3>{t(`now.kind-${kind}`)}</h3>
            {stories
              .filter(story => story.kind === kind)
              .map(story => (
                <UnstyledButton
                  key={story.id}
                  className={styles.story}
                  disabled={isPending}
                  onClick={() => mutate(story)}
                >
                  <Icon name="play" size={13} />
                  {words.story(story)}
                </UnstyledButton>
              ))}
          </div>
        ))}
      </div>
    </Panel>
  )
}
