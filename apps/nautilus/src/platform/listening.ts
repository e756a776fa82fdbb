import { createServer } from 'node:net'
import type { App } from '@nautilus/api'
import { Refusal } from '../world.ts'
import type { Config } from './config.ts'

/** Port 0 means any that is free. It must be known before anybody is told an address. */
export async function settled(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const port = await freePort(config.host)
  return { ...config, port, url: config.url.replace(/:0$/, `:${port}`) }
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Listens, or says in a sentence why it cannot. */
export async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Refusal(`Port ${port} is taken by another program; type --port ${port + 1}.`)
    if (code === 'EACCES') throw new Refusal(`This user may not listen on port ${port}; type --port 8400.`)
    throw new Refusal(`${host}:${port} cannot be listened on: ${message}.`)
  }
}
