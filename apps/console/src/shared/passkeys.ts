// Passkeys in the browser (W3C Web Authentication, level 3). Browsers read and write the JSON themselves.
import type { Given } from './api.ts'

export type Question = { readonly ceremony: string; readonly options: object }
/** As the platform takes it. */
export type Answer = Pick<Given<'POST /api/passkeys/sign-in'>['body'], 'ceremony' | 'response'>

export const canPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential

/** The person left the dialog of the browser, or nobody answered in time: nothing to tell. */
export const isLeft = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')

export async function makePasskey({ ceremony, options }: Question): Promise<Answer> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON)
  return answerOf(ceremony, await navigator.credentials.create({ publicKey }))
}

export async function givePasskey({ ceremony, options }: Question): Promise<Answer> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
  return answerOf(ceremony, await navigator.credentials.get({ publicKey }))
}

function answerOf(ceremony: string, credential: Credential | null): Answer {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('No passkey was given.', 'NotAllowedError')
  // What is in it depends on what was asked; the platform checks every field.
  const { id, rawId, response } = JSON.parse(JSON.stringify(credential)) as Answer['response']
  return { ceremony, response: { id, rawId, type: 'public-key', response, clientExtensionResults: {} } }
}
