import type { Stage } from './grouping/stages.ts'

/**
 * Why a finding belongs to an incident. `via`: the asset or address that both share; `other`: the finding it was compared
 * with; `gap`: µs between them, 0 where they overlap.
 */
export type Reason =
  | { readonly kind: 'first' }
  | { readonly kind: 'by-hand'; readonly note: string }
  | ({ readonly kind: 'same-source' | 'same-target' | 'shared-asset' } & Shared)
  /** What was reached there acted from there. */
  | ({ readonly kind: 'pivot' } & Shared)
  /** The same asset, and one stage of an attack after another. */
  | ({ readonly kind: 'progress'; readonly from: Stage; readonly to: Stage } & Shared)

type Shared = { readonly via: string; readonly other: string; readonly gap: number }
