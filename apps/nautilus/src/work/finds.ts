// What is found in a file of orders, within bounds.
import type { PlannedWork } from '@nautilus/model'
import { MOST_FAULTS, MOST_IN_FILE } from './limits.ts'

/** `line`: where it begins, from 1. `id`: null where the file gives it none. `cancelled`: the file says that it does not hold. */
export type FoundWork = {
  readonly line: number
  readonly id: string | null
  readonly cancelled: boolean
  readonly work: PlannedWork
}
export type FileFault = { readonly line: number; readonly message: string }
export type WorkFile = {
  readonly orders: readonly FoundWork[]
  readonly faults: readonly FileFault[]
  /** Faults beyond those that are told. */
  readonly more: number
}

/** What can be an id, as people's own systems number their orders. */
export const ORDER_ID = /^[A-Za-z0-9][\w.:@+-]{0,119}$/

/** Collects what a reader finds, within its bounds. */
export class Finds {
  readonly orders: FoundWork[] = []
  readonly #faults: FileFault[] = []
  #more = 0

  fault(line: number, message: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push({ line, message })
    else this.#more++
  }

  add(order: FoundWork): void {
    if (this.orders.length < MOST_IN_FILE) this.orders.push(order)
    else this.fault(order.line, `A file may hold ${MOST_IN_FILE} orders; this one is left out. Split the file.`)
  }

  done(): WorkFile {
    const faults = [...this.#faults].sort((a, b) => a.line - b.line)
    return { orders: this.orders, faults, more: this.#more }
  }
}
