/** Something for the operator to put right: one sentence that says what, where and what to do. No stack is shown. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
