// Bodies that are read as they come, and are never held as a whole.
import { Readable } from 'node:stream'
import { Problem } from './problem.ts'

/** The body of `application/octet-stream`. */
export function streamOf(body: unknown): Readable {
  if (body instanceof Readable) return body
  throw new Problem(415, 'Send the bytes as they are, with content-type: application/octet-stream.')
}

/** All of it, where it is small. */
export async function bytesOf(body: unknown, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of streamOf(body) as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > most) throw new Problem(413, `This is more than ${most} bytes.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
