// The key of this installation. It stays in the data folder, and signs that something was here at its time.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Seal } from '@nautilus/api'
import { Refusal } from '../world.ts'

/** Made at the first start. */
export function sealIn(folder: string): Seal {
  const file = join(folder, 'evidence-key.pem')
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  return sealOf(privateKeyIn(file))
}

function privateKeyIn(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Told below: it is no key.
  }
  throw new Refusal(`${file} is no Ed25519 key; put the one back that belongs here, or move it away for a new one.`)
}

export function sealOf(key: KeyObject): Seal {
  const open = createPublicKey(key)
  return {
    key: createHash('sha256')
      .update(open.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    publicKey: open.export({ type: 'spki', format: 'pem' }).toString(),
    sign: text => sign(null, Buffer.from(text), key).toString('base64'),
  }
}
