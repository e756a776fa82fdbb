// Calls the API from the machine of the hub, for nobody else reaches it. Each message is a request and has one answer.
export type Call = {
  readonly id: number
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}
export type Answer = {
  readonly id: number
  readonly status: number
  readonly cookies: readonly string[]
  /** Base64. */
  readonly body: string
}

process.on('message', (call: Call) => void answered(call).then(answer => process.send!(answer)))
process.on('disconnect', () => process.exit(0))

async function answered({ id, method, url, headers, body }: Call): Promise<Answer> {
  try {
    const answer = await fetch(url, { method, headers, body })
    const bytes = Buffer.from(await answer.arrayBuffer())
    return { id, status: answer.status, cookies: answer.headers.getSetCookie(), body: bytes.toString('base64') }
  } catch (error) {
    const { message, cause } = error as Error
    const text = `${message} ${cause instanceof Error ? cause.message : ''}`
    return { id, status: 0, cookies: [], body: Buffer.from(text).toString('base64') }
  }
}
