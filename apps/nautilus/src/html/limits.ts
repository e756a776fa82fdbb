// How much of a report goes to paper. What is left out is told where it would stand.

/** Findings with all their sentences. */
export const MAX_FINDINGS = 200
/** Rows of the inventory. */
export const MAX_INVENTORY = 1000
/** Devices with a part of their own: those with findings and the most critical first. */
export const MAX_DETAILED = 200
/** Boxes of the map; further devices stand together in one box with their number. */
export const MAX_BOXES = 150
/** Lines of the map between boxes, those with the most operations first. */
export const MAX_LINES = 400
/** Lines of the map that carry the names of their protocols; with more of them the names would cover the map. */
export const MAX_LABELLED = 24
/** Points of one device. */
export const MAX_POINTS = 50
/** Rows of every other table. */
export const MAX_ROWS_SHOWN = 100
/** Characters of a cell of a table. */
export const MAX_CELL = 160
/** Characters of a name. */
export const MAX_NAME = 64
/** Things that are listed in one cell or sentence. */
export const MAX_LISTED = 12
/** Values that are told of one attribute of a device. */
export const MAX_CLAIMS = 4
/** Frames that are named of one finding. */
export const MAX_FRAMES = 12
/** Characters of the report: from here on devices have no part of their own. */
export const MAX_CHARACTERS = 6_000_000
