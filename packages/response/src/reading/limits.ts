/** What one file of a playbook or an obligation may hold. They come from people, and from strangers whose files people copy. */

/** Bytes of one file; the application refuses a larger one before it is parsed. */
export const MAX_CONTENT_FILE = 250_000
/** Faults of one file that are told at once. */
export const MAX_TOLD = 50
/** Characters of one text. */
export const MAX_PROSE = 1500
/** Entries of one list. */
export const MAX_ENTRIES = 100
/** Operators inside each other in one rule. */
export const MAX_RULE_DEPTH = 12
