// A real OpenID Connect provider with people in memory, whose tokens can be spoilt on their way out: signed with its own key, and wrong in one thing.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { generateKeyPairSync } from 'node:crypto'
import * as jose from 'jose'
import Provider from 'oidc-provider'

export const PEOPLE = {
  cora: { name: 'Cora Commissioner', groups: ['psr-commissioners'] },
  ada: { name: 'Ada Administrator', groups: ['psr-administrators', 'everybody'] },
  nora: { name: 'Nora Norole', groups: ['everybody'] },
}

// What a spoilt token says instead.
const SPOILT = {
  audience: (claims) => ({ ...claims, aud: 'another-client' }),
  issuer: (claims) => ({ ...claims, iss: 'http://127.0.0.1:1' }),
  expiry: (claims) => ({ ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
  nonce: (claims) => ({ ...claims, nonce: 'of-another-sign-in' }),
  signature: (claims) => claims,
}

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/// Starts the provider; `clients` is a list of { id, back, out }.
export async function start(port, clients) {
  const [mine, foreign] = [pair(), pair()]
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: clients.map(({ id, back, out }) => ({
      client_id: id,
      client_secret: `secret-of-${id}`,
      redirect_uris: [back],
      post_logout_redirect_uris: [out],
    })),
    jwks: { keys: [{ ...mine.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['a key of the test'] },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  })
  const state = { spoil: null, last: null }
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.path !== '/token' || !ctx.body?.id_token) return
    state.last = ctx.body.id_token
    if (!state.spoil) return
    const claims = SPOILT[state.spoil](jose.decodeJwt(ctx.body.id_token))
    const key = state.spoil === 'signature' ? foreign.privateKey : mine.privateKey
    const token = new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' })
    ctx.body = { ...ctx.body, id_token: await token.sign(key) }
  })
  const server = createServer(provider.callback()).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { issuer, state, stop: () => server.close() }
}
