// CISA Binding Operational Directive 26-04: days to remediate by four questions. Binding for US federal agencies only.
import type { BindingDeadline } from '@nautilus/model'

export type BodInputs = {
  readonly known: boolean
  readonly exposed: boolean
  readonly automatable: boolean
  readonly total: boolean
}

export function bodOf({ known, exposed, automatable, total }: BodInputs): BindingDeadline {
  if (known && total && (exposed || automatable)) return { days: 3, forensics: true }
  if (exposed && automatable) return { days: known || total ? 3 : 14, forensics: false }
  if (known || (exposed && total)) return { days: 14, forensics: false }
  return { days: exposed || automatable ? 60 : null, forensics: false }
}
