// Answers one token as the platform does, once: for a sensor that is enrolled where no platform can be.
import { createServer } from 'node:http'

const server = createServer(async (request, response) => {
  const { token } = (await new Response(request as never).json()) as { token: string }
  const good = request.url === '/api/enrol' && token === 'ne_good'
  const bus = { servers: ['tls://bus.example.com:4222'], credentials: 'none' }
  const answer = good
    ? { tenant: 'main', site: 'plant-north', sensor: 'span-1', key: 'k', bus }
    : { title: 'This token is not known.' }
  response.writeHead(good ? 201 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'))
