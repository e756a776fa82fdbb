import { readFileSync, statSync } from 'node:fs'
import { told, verifyBundle } from '../proof/verifier.ts'
import { type Command, Refusal } from '../world.ts'

const help = `nautilus verify FILE.zip [--key SHA256]

Verifies an export of evidence, offline: every file against the manifest, the
manifest against its signature, the record and the audit link by link, and the
frame of the ZIP byte by byte. One flipped byte is found and named.

  --key SHA256   the key that must have signed it; ask the organisation, its
                 console shows it under Settings

Exit codes: 0 whole, 2 not as it was written.
`

/** Bytes of an export that is read. */
const MOST = 2 ** 32

export const verify: Command = {
  name: 'verify',
  summary: 'check an export of evidence',
  help,
  options: { key: { type: 'string' } },
  run: async ({ positionals, values }, world) => {
    const [file, second] = positionals
    if (file === undefined || second !== undefined)
      throw new Refusal('verify takes one file; type `nautilus help verify`.')
    const key = values.key === undefined ? null : String(values.key)
    if (key !== null && !/^[0-9a-f]{64}$/.test(key))
      throw new Refusal('--key is a SHA-256: 64 characters of 0-9 and a-f.')
    const size = statSync(file, { throwIfNoEntry: false })?.size
    if (size === undefined) throw new Refusal(`there is no file ${file}.`)
    if (size > MOST) throw new Refusal(`${file} is larger than any export.`)
    const { text, code } = told(verifyBundle(readFileSync(file), key))
    await world.out(text)
    return code
  },
}
