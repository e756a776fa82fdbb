import type { Finding } from '@nautilus/model'
import type { FindingCopy } from '@nautilus/response'

/** A finding as an incident keeps it. */
export const copyOf = ({
  id,
  rule,
  title,
  severity,
  techniques,
  consequences,
  playbook,
  confidence,
  first,
  last,
  count,
  source,
  target,
  assets,
  why,
  baseline,
  changes,
  window,
}: Finding): FindingCopy => ({
  ...{ id, rule, title, severity, techniques, consequences, playbook, confidence, first, last, count },
  ...{ source, target, assets, why, baseline, changes, window },
})
