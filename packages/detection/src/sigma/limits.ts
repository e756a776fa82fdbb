/** What one set of custom rules may hold. Files come from people, and from strangers whose rules people copy. */

/** Bytes of one file; the application refuses a larger one before it is parsed. */
export const MAX_FILE = 250_000
/** Documents of one file, and of all files together. */
export const MAX_DOCUMENTS = 200
export const MAX_RULES = 1000
/** Lists and maps inside each other in one document. */
export const MAX_NESTING = 24
/** Faults that are told at once. */
export const MAX_FAULTS = 50

/** Search identifiers of one rule, and fields of one map. */
export const MAX_SELECTIONS = 64
/** Values of one list, and alternatives of a list of maps. */
export const MAX_VALUES = 2000
/** Characters of one value, and `*` and `?` in it. */
export const MAX_PATTERN = 1024
export const MAX_WILDCARDS = 32

/** Characters of a condition, and brackets and `not` inside each other. */
export const MAX_CONDITION = 4096
export const MAX_DEPTH = 32

/** Characters of a regular expression, steps of its machine, and groups inside each other. */
export const MAX_REGEX = 512
export const MAX_STEPS = 2000
export const MAX_GROUPS = 16
/** Characters of a field that a regular expression reads; what is behind them is not looked at. */
export const MAX_SUBJECT = 8192

/** Rules that one correlation refers to, and fields that it groups by. */
export const MAX_PARTS = 16
export const MAX_GROUP = 8
/** µs of the longest timeframe: what a rule remembers grows with it. */
export const MAX_SPAN = 31 * 24 * 3600e6
/** Moments that an event count remembers under one key; beyond it neighbours are one, at the earlier time. */
export const MAX_MOMENTS = 1024
/** Different values that a value count remembers under one key, and so its highest threshold. */
export const MAX_DISTINCT = 4096
/** Frames of evidence that a count remembers under one key. */
export const MAX_COUNT_FRAMES = 8
/** Values of one operation that a rule looks at. */
export const MAX_EVENT_VALUES = 4096
/** Examples of one rule, and events of one example. */
export const MAX_EXAMPLES = 100
export const MAX_EVENTS = 1000
/** Answers that one list of values keeps at hand, and characters of the values that they are about. */
export const MAX_REMEMBERED = 1024
export const MAX_REMEMBERED_TEXT = 256
