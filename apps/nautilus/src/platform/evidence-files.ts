// Where the packets of findings are kept: under their hashes in a folder, or in a bucket that all processes share.
import { glob, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

export type EvidenceFiles = {
  put(sha256: string, bytes: Uint8Array): Promise<void>
  /** Where the file of this hash is on this machine; null where there is none. */
  path(sha256: string): Promise<string | null>
  /** Those whose hash nobody wants go, if they were not written after `before` (ms since 1970). How many went. */
  forget(wanted: ReadonlySet<string>, before: number): Promise<number>
}

export const pathOf = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), `${sha256}.pcap`)

export const folderFiles = (folder: string): EvidenceFiles => ({
  async put(sha256, bytes) {
    const path = pathOf(folder, sha256)
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
    await writeFile(`${path}.part`, bytes, { mode: 0o600 })
    await rename(`${path}.part`, path)
  },
  async path(sha256) {
    const path = pathOf(folder, sha256)
    return (await stat(path).catch(() => null))?.isFile() ? path : null
  },
  async forget(wanted, before) {
    let gone = 0
    for await (const path of glob('??/*.pcap', { cwd: folder })) {
      const file = join(folder, path)
      if (wanted.has(basename(path, '.pcap')) || ((await stat(file).catch(() => null))?.mtimeMs ?? before) >= before)
        continue
      await rm(file, { force: true })
      gone++
    }
    return gone
  },
})
