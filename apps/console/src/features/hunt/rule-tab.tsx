// The hunt as a rule that finds the same from now on.
import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useHere } from '../../shared/here.tsx'
import { keepDraft } from '../../shared/rule-draft.ts'
import styles from './hunt.module.css'
import type { Term } from './parse.ts'
import { ruleOf } from './rule.ts'

export function RuleTab({ terms }: { readonly terms: readonly Term[] }) {
  const { t } = useTranslation()
  const { tenant, site, may } = useHere()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const { yaml, left } = ruleOf(title, terms)
  const toRules = () => {
    keepDraft(yaml)
    void navigate({ to: '/$tenant/$site/rules', params: { tenant, site }, search: { rule: 'new' } })
  }
  return (
    <div className={styles.pad}>
      <p className="dim" style={{ marginTop: 0, maxWidth: '70ch' }}>
        {t('hunt.ruleText')}
      </p>
      <TextInput
        size="sm"
        maw={460}
        label={t('hunt.ruleTitle')}
        value={title}
        maxLength={120}
        placeholder="Found by a hunt"
        onChange={event => setTitle(event.currentTarget.value)}
      />
      {left.length > 0 && (
        <p style={{ color: 'var(--severity-high)' }}>{t('hunt.ruleLeft', { fields: left.join(', ') })}</p>
      )}
      <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 10, margin: '12px 0 8px', maxWidth: 860 }}>
        {may('rule.write') && (
          <Button size="xs" onClick={toRules}>
            {t('hunt.toRules')}
          </Button>
        )}
        <CopyButton text={yaml} />
      </div>
      <pre className={styles.yaml} style={{ maxWidth: 860 }}>
        {yaml}
      </pre>
    </div>
  )
}
