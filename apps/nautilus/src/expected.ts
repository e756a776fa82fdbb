// Documents of what should be there, from the disk.
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { MAX_DOCUMENT, readExpected } from '@nautilus/inventory'
import type { ExpectedDocument } from '@nautilus/model'
import { Refusal } from './world.ts'

/** @throws Refusal when the file cannot be read at all; what is wrong inside is told in the document. */
export function readDocument(path: string): ExpectedDocument {
  if (path === '') throw new Refusal('--expected needs a name: type `--expected FILE`.')
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status) throw new Refusal(`--expected ${path} does not exist; check the name.`)
  if (!status.isFile()) throw new Refusal(`--expected ${path} is no file; name a CSV or XML file.`)
  // UTF-16 takes two bytes for each character.
  if (status.size > 2 * MAX_DOCUMENT) {
    throw new Refusal(`--expected ${path} is larger than ${(2 * MAX_DOCUMENT) / 1024 / 1024} MB; split it.`)
  }
  return readExpected(basename(path), textFrom(read(path)))
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Refusal(`--expected ${path} cannot be read: ${(error as Error).message}.`)
  }
}

/** Spreadsheets write UTF-8, UTF-16 with a mark, or, in western Europe, Windows-1252. */
export function textFrom(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
