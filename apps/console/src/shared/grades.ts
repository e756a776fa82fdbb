import type { Severity } from '@nautilus/model'

/** The gravest first. */
export const severities = ['critical', 'high', 'medium', 'low', 'recorded'] as const satisfies readonly Severity[]

export const isSeverity = (text: unknown): text is Severity => (severities as readonly unknown[]).includes(text)
