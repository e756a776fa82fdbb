// Node's own web server: pages, a log-in, chunks, an upload, and the same behind TLS.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { request as secure, createServer as secureServer } from 'node:https'
import { join } from 'node:path'
import { mark } from './mark.ts'

const [folder] = process.argv.slice(2)
const [key, certificate] = ['key.pem', 'certificate.pem'].map(name => join(folder, name))
const about = ['-subj', '/O=Peer Works/CN=hmi.plant.example', '-days', '2', '-nodes', '-newkey', 'rsa:2048']
execFileSync('openssl', ['req', '-x509', ...about, '-keyout', key, '-out', certificate], { stdio: 'ignore' })

const answer = (ask, reply) => {
  ask.resume()
  reply.setHeader('Server', 'PeerWeb/1.2')
  if (ask.url === '/chunks') {
    for (let i = 0; i < 5; i++) reply.write('x'.repeat(2000))
    return reply.end()
  }
  const body = '{"state":"running"}'
  reply.writeHead(ask.url === '/missing' ? 404 : 200, { 'Content-Length': body.length })
  reply.end(ask.method === 'HEAD' ? undefined : body)
}

const options = { host: '127.0.0.1', headers: { Host: 'hmi.plant.example', 'User-Agent': 'peer/3.1' }, agent: false }

function ask(send, port, method, path, more = {}, body = '') {
  return new Promise((resolve, reject) => {
    const headers = { ...options.headers, ...more }
    const extra = { servername: 'hmi.plant.example', rejectUnauthorized: false }
    const sent = send({ ...options, ...extra, port, method, path, headers }, reply => reply.resume().on('end', resolve))
    sent.on('error', reject).end(body)
  })
}

const plain = createServer(answer)
await new Promise(resolve => plain.listen(80, '127.0.0.1', resolve))
const tls = { key: readFileSync(key), cert: readFileSync(certificate) }
await ask(request, 80, 'GET', '/status?token=1')
await ask(request, 80, 'HEAD', '/status')
await ask(request, 80, 'GET', '/chunks')
await ask(request, 80, 'GET', '/missing')
await ask(
  request,
  80,
  'POST',
  '/config',
  { 'Content-Type': 'application/json' },
  JSON.stringify({ pump: 'on' }).repeat(300),
)
await ask(request, 80, 'GET', '/admin', {
  Authorization: `Basic ${Buffer.from('operator:never shown').toString('base64')}`,
})
for (const version of ['TLSv1.2', 'TLSv1.3']) {
  const server = secureServer({ ...tls, minVersion: version, maxVersion: version }, answer)
  const port = version === 'TLSv1.2' ? 443 : 8443
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve))
  await ask(secure, port, 'GET', '/status')
  await ask(secure, port, 'GET', '/chunks')
  server.close()
}
await mark()
process.exit(0)
