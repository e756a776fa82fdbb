/** Why something may not be. `code`: `noun.problem`. `message`: one sentence that says what to do. */
export type Refusal = { readonly code: string; readonly message: string }

export const refusal = (code: string, message: string): Refusal => ({ code, message })
