// A file of indicators, whatever its form. Never throws: what cannot be used is told with its place, and the rest is used.
import { type ReadIndicators, Reading } from './indicator.ts'
import { readStix } from './stix.ts'
import { isMispTable, readList, readMisp } from './table.ts'

/** `file`: for faults; without its ending it is the name of a feed that does not name itself. */
export function readIndicators(file: string, source: string): ReadIndicators {
  const text = source.replace(/^\ufeff/, '')
  const feed = file.slice(file.lastIndexOf('/') + 1).replace(/\.[a-z]+$/i, '') || file
  const into = new Reading(file)
  if (/^\s*[{[]/.test(text) && !/^\s*\[[\d.:a-f]*\]/.test(text)) readJson(text, feed, into)
  else if (isMispTable(text)) readMisp(text, feed, into)
  else readList(text, feed, into)
  const read = into.done()
  if (read.indicators.length > 0 || read.faults.length > 0 || read.others > 0) return read
  into.fault(0, 'holds no indicator.')
  return into.done()
}

function readJson(text: string, feed: string, into: Reading): void {
  let bundle: unknown
  try {
    bundle = JSON.parse(text)
  } catch {
    return into.fault(0, 'is not JSON to its end; fetch it again.')
  }
  readStix(bundle, feed, into)
}
