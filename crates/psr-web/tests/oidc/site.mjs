// `psr serve --config` over a new register, with its log.
import { spawn, execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

export function register(psr, folder) {
  const [place, key] = [join(folder, 'register'), join(folder, 'register.key')]
  execFileSync(psr, ['--key', key, '--actor', 'Test', 'init', place, '--name', 'example.org/oidc'], { stdio: 'ignore' })
  return { place, key }
}

export async function serve(psr, { place, key }, folder, { port, issuer, id, hours }) {
  const config = join(folder, `${id}.toml`)
  writeFileSync(config, `
listen = "127.0.0.1:${port}"
public-url = "http://127.0.0.1:${port}"
session-hours = ${hours}

[oidc]
issuer = "${issuer}"
client-id = "${id}"
client-secret = "secret-of-${id}"
role-claim = "groups"

[roles]
"psr-commissioners" = "commissioner"
"psr-administrators" = "administrator"
`)
  const child = spawn(psr, ['--register', place, '--key', key, 'serve', '--config', config])
  const log = []
  let rest = ''
  child.stderr.on('data', (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()
    log.push(...lines)
  })
  const stopped = new Promise((_, reject) => child.once('exit', () => reject(new Error(`psr serve ended:\n${log.join('\n')}`))))
  stopped.catch(() => {})
  const url = `http://127.0.0.1:${port}`
  await Promise.race([stopped, new Promise((resolve) => child.stdout.once('data', resolve))])
  return { url, log, stop: () => child.kill('SIGTERM') }
}
