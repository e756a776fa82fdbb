// Opens the best way to hear a source that there is, or says why there is none.
import type { LiveSource } from '../config-sources.ts'
import type { Ear, EarOptions } from './ear.ts'
import { pipeEar } from './pipe-ear.ts'
import { ringEar } from './ring-ear.ts'
import { StreamEar } from './stream-ear.ts'

/** Throws an error whose message is a sentence. */
export async function openEar(source: LiveSource, group: number | null, options: EarOptions): Promise<Ear> {
  if (source.kind !== 'interface') {
    const ear = new StreamEar(source, options)
    await ear.start()
    return ear
  }
  const heard = await ringEar(source, group, options)
  if (heard.ok) return heard.ear
  // Of several threads each would hear everything.
  if (!heard.fallback || group !== null) throw new Error(heard.message)
  const why = `${heard.message} It is heard through tcpdump instead, which takes more of the processor and loses more.`
  options.onWord(why)
  return pipeEar(source, why, options)
}
