// Passkeys in the browser (W3C Web Authentication, level 3). Browsers read and write the JSON themselves.

export type Question = { readonly ceremony: string; readonly options: object }
export type Answer = { readonly ceremony: string; readonly response: object }

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
  const { id, rawId, type, response, clientExtensionResults } = credential.toJSON() as RegistrationResponseJSON
  // What the platform needs, and nothing that a later browser adds.
  return { ceremony, response: { id, rawId, type, response: { ...response }, clientExtensionResults } }
}
