// A server on the loopback address that a test writes in one function.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Heard = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}
export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | object
  /** The connection breaks after the request was read. */
  readonly breaks?: boolean
}
export type Serving = { readonly url: string; readonly server: Server; end(): Promise<void> }

export async function serve(answer: (heard: Heard) => Reply | Promise<Reply>): Promise<Serving> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://here')
      const { method = 'GET', headers } = request
      const heard = { method, path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(pieces) }
      const { status, headers: more = {}, body = '', breaks } = await answer(heard)
      if (breaks) return void request.socket.destroy()
      const isText = typeof body === 'string'
      response.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...more })
      response.end(isText ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const end = async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  }
  return { url: `http://127.0.0.1:${port}`, server, end }
}
