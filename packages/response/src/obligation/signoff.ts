// Who signed a draft, for which duty. A signature is for one version: a changed draft is signed anew.
import type { Duty } from '../duties.ts'
import type { ActOf } from '../incident/act.ts'
import type { Entry } from '../incident/entry.ts'
import { nameOf } from './from-record.ts'
import type { Stage } from './template.ts'

export type Signature = { readonly duty: Duty; readonly by: string; readonly at: number }
export type Signoff = {
  /** SHA-256 of the newest draft; null: there is none. */
  readonly hash: string | null
  readonly signed: readonly Signature[]
  /** Duties that have not signed the newest draft. */
  readonly open: readonly Duty[]
}

/** Duties count that the person held when signing. */
export function signoffOf(entries: readonly Entry[], obligation: string, stage: Stage): Signoff {
  const acts = entries.filter(
    (entry): entry is Entry & { act: ActOf<'stage-drafted' | 'stage-signed'> } =>
      (entry.act.kind === 'stage-drafted' || entry.act.kind === 'stage-signed') &&
      entry.act.obligation === obligation &&
      entry.act.stage === stage.key,
  )
  const hash = acts.findLast(({ act }) => act.kind === 'stage-drafted')?.act.hash ?? null
  const signed = stage.signoff.flatMap(duty => {
    const by = acts.find(
      ({ act, by }) =>
        act.kind === 'stage-signed' && act.hash === hash && by.kind === 'person' && by.duties.includes(duty),
    )
    return by ? [{ duty, by: nameOf(by.by), at: by.at }] : []
  })
  return { hash, signed, open: stage.signoff.filter(duty => !signed.some(one => one.duty === duty)) }
}
