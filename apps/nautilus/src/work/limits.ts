// How much of work orders there may be.

/** Characters of a title, of a name or a place, and of a note. */
export const MOST_TITLE = 200
export const MOST_WORD = 200
export const MOST_NOTE = 4000
/** Entries of one list of an order, windows of one order, and occurrences that one window leaves out. */
export const MOST_ENTRIES = 200
export const MOST_WINDOWS = 100
export const MOST_EXCEPT = 500
/** Orders of one site that hold at the same time. */
export const MOST_ORDERS = 2000
/** Bytes of a file of orders, its lines, orders in it, and faults that are told. */
export const MOST_FILE = 4_000_000
export const MOST_LINES = 200_000
export const MOST_IN_FILE = 1000
export const MOST_FAULTS = 50
