// What runs beside control: names, a web page and a shell. Node's web server and client, c-ares as the resolver, ssh2.
import { generateKeyPairSync } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { createServer, get } from 'node:http'
import ssh2 from 'ssh2'
import { cycle, other, own, ready, role, until } from './station.ts'

/** Answers every question for an address with the one of its name (RFC 1035, 4.1). */
function names(hosts) {
  const socket = createSocket('udp4')
  socket.on('message', (question, { address, port }) => {
    const labels = []
    let at = 12
    for (; question[at] > 0; at += 1 + question[at])
      labels.push(question.toString('latin1', at + 1, at + 1 + question[at]))
    const ip = hosts[labels.join('.')]
    const header = Buffer.from(question.subarray(0, 12))
    header.writeUInt16BE(ip ? 0x8180 : 0x8183, 2)
    header.writeUInt16BE(ip ? 1 : 0, 6)
    header.writeUInt32BE(0, 8)
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...(ip ?? '').split('.').map(Number)])
    socket.send(Buffer.concat([header, question.subarray(12, at + 5), ...(ip ? [answer] : [])]), port, address)
  })
  socket.bind(53, own)
}

function page() {
  const server = createServer((ask, reply) => {
    ask.resume()
    reply.setHeader('Server', 'lighttpd/1.4.69')
    reply.end('<html><head><title>Panel</title></head><body>Line 1</body></html>')
  })
  return new Promise(resolve => server.listen(80, own, resolve))
}

function shell() {
  const pem = { type: 'pkcs1', format: 'pem' }
  const { privateKey } = generateKeyPairSync('rsa', {
    ...{ modulusLength: 2048, publicKeyEncoding: pem, privateKeyEncoding: pem },
  })
  const server = new ssh2.Server({ hostKeys: [privateKey], ident: 'OpenSSH_9.2p1 Debian-2+deb12u3' }, peer => {
    peer.on('authentication', context => context.accept()).on('error', () => {})
    peer.on('session', accept => {
      accept().on('exec', accepted => {
        const stream = accepted()
        stream.write('up 12 days\n')
        stream.exit(0)
        stream.end()
      })
    })
  })
  return new Promise(resolve => server.listen(22, own, resolve))
}

async function administrator() {
  const resolver = new Resolver({ timeout: 1000, tries: 4 })
  resolver.setServers([other])
  const [address] = await until(() => resolver.resolve4('files.plant.example'))
  const client = new ssh2.Client()
  await new Promise((resolve, reject) => {
    client.on('error', reject).on('ready', resolve)
    client.connect({ host: address, port: 22, username: 'operator', password: 'never shown' })
  })
  await cycle(async number => {
    await fetched(address)
    if (number % 4 === 0) await resolver.resolve4('files.plant.example')
    if (number % 4 === 1) await asked(client)
  })
}

const fetched = address =>
  new Promise((resolve, reject) => {
    const headers = { Host: 'files.plant.example', 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' }
    get({ host: address, path: '/panel', headers }, reply => reply.resume().on('end', resolve)).on('error', reject)
  })

const asked = client =>
  new Promise((resolve, reject) => {
    client.exec('uptime', (fault, stream) => (fault ? reject(fault) : stream.resume().on('close', resolve)))
  })

if (role === 'server') {
  names({ 'files.plant.example': own })
  await Promise.all([page(), shell()])
  ready()
} else await administrator()
