/** Files that are read of all directories and archives together. */
export const MAX_FILES = 200_000
/** Bytes of one file, unpacked. */
export const MAX_FILE_BYTES = 256_000_000
/** Bytes of an archive as it lies on the disk. */
export const MAX_ARCHIVE_BYTES = 1_000_000_000
/** Bytes of everything in an archive, unpacked. */
export const MAX_UNPACKED_BYTES = 4_000_000_000
/** How much smaller a file may be packed than unpacked; JSON of advisories packs to a tenth. */
export const MAX_RATIO = 300
/** Directories within directories. */
export const MAX_DEPTH = 16
/** Sentences about faults that are kept; there can be one in every file. */
export const MAX_FAULTS = 10_000
