// The packets of findings in a bucket that speaks S3. What was asked for once is kept in a folder too, and looked at again:
// a file is what its hash says, or it is none.
import { Bucket, sumOf } from './bucket.ts'
import type { BucketConfig } from './config-bus.ts'
import { type EvidenceFiles, folderFiles } from './evidence-files.ts'

const TYPE = 'application/vnd.tcpdump.pcap'

export function bucketFiles(cache: string, config: BucketConfig): EvidenceFiles {
  const bucket = new Bucket(config)
  const near = folderFiles(cache)
  const nameOf = (sha256: string) => `${bucket.front}${sha256.slice(0, 2)}/${sha256}.pcap`
  return {
    async put(sha256, bytes) {
      await bucket.put(nameOf(sha256), { data: bytes, sha256: sumOf(bytes), type: TYPE })
      await near.put(sha256, bytes)
    },
    async path(sha256) {
      const here = await near.path(sha256)
      if (here !== null) return here
      const answer = await bucket.get(nameOf(sha256))
      if (answer === null) return null
      const bytes = new Uint8Array(await answer.arrayBuffer())
      if (sumOf(bytes) !== sha256) throw bucket.changed(sha256)
      await near.put(sha256, bytes)
      return near.path(sha256)
    },
    async forget(wanted, before) {
      await near.forget(wanted, before)
      let gone = 0
      for await (const { name, at } of bucket.listed(bucket.front)) {
        const sha256 = /([0-9a-f]{64})\.pcap$/.exec(name)?.[1]
        if (!sha256 || wanted.has(sha256) || at >= before) continue
        await bucket.delete(name)
        gone++
      }
      return gone
    },
  }
}
