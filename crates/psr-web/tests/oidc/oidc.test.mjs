// Signing in and out with a real provider: what lets somebody in, and everything that must not.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { Browser } from './browser.mjs'
import { PEOPLE, start } from './provider.mjs'
import { freePort, register, serve } from './site.mjs'

const psr = process.env.PSR
const folder = mkdtempSync(join(tmpdir(), 'psr-oidc-'))
let provider, site, short

before(async () => {
  const [at, one, two] = [await freePort(), await freePort(), await freePort()]
  const client = (id, port) => ({ id, back: `http://127.0.0.1:${port}/sign-in/return`, out: `http://127.0.0.1:${port}/sign-in` })
  provider = await start(at, [client('psr', one), client('psr-short', two)])
  const at_home = register(psr, folder)
  site = await serve(psr, at_home, folder, { port: one, issuer: provider.issuer, id: 'psr', hours: 8 })
  short = await serve(psr, at_home, folder, { port: two, issuer: provider.issuer, id: 'psr-short', hours: 0.001 })
})

after(() => {
  for (const running of [site, short, provider]) running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => { provider.state.spoil = null })

const returning = (url) => new URL(url).pathname === '/sign-in/return'

// Walks to the provider and through its pages; stops at the address that brings somebody back.
async function walk(browser, of, login) {
  let page = await browser.go(`${of.url}/sign-in/start`, undefined, returning)
  for (let step = 0; step < 4 && !page.to; step += 1) {
    const fill = page.text.includes('name="login"') ? { login, password: 'any' } : {}
    page = await browser.submit(page, fill, returning)
  }
  assert.ok(page.to, `the provider did not send ${login} back: ${page.status} ${page.text.slice(0, 500)}`)
  return page.to
}

async function signIn(browser, of, login) {
  return browser.go(await walk(browser, of, login))
}

async function refused(browser, back, status, says) {
  const answer = await browser.request(back)
  assert.equal(answer.status, status, answer.text.slice(0, 2000))
  assert.match(answer.text, says)
  assert.equal((await browser.request(`${site.url}/`)).to, `${site.url}/sign-in`)
}

test('an account with a role lets somebody in, under the name that the provider gives', async () => {
  const browser = new Browser()
  const start = await browser.request(`${site.url}/sign-in`)
  assert.ok(start.text.replaceAll('&#x2f;', '/').includes('href="/sign-in/start"'))
  const page = await signIn(browser, site, 'cora')
  assert.equal(page.status, 200)
  assert.match(page.text, /Cora Commissioner/)
  assert.match(page.text, /Open a case/)
  assert.equal((await browser.request(`${site.url}/access`)).status, 403)
})

test('another role may do other things', async () => {
  const browser = new Browser()
  await signIn(browser, site, 'ada')
  assert.equal((await browser.request(`${site.url}/access`)).status, 200)
  assert.equal((await browser.request(`${site.url}/cases/new`)).status, 403)
})

test('each sign-in begins a new session, and the one before is over', async () => {
  const [browser, host] = [new Browser(), new URL(site.url).host]
  await signIn(browser, site, 'cora')
  const first = browser.cookie(host, 'psr-session')
  await signIn(browser, site, 'cora')
  const second = browser.cookie(host, 'psr-session')
  assert.notEqual(first, second)
  const old = await fetch(`${site.url}/`, { headers: { cookie: `psr-session=${first}` }, redirect: 'manual' })
  assert.equal(old.status, 303)
})

test('signing out ends the session here and leads to the provider', async () => {
  const [browser, host] = [new Browser(), new URL(site.url).host]
  const page = await signIn(browser, site, 'cora')
  const [, csrf] = /name="csrf" value="([^"]+)"/.exec(page.text)
  const before = browser.cookie(host, 'psr-session')
  const out = await browser.request(`${site.url}/sign-out`, { form: { csrf } })
  assert.equal(out.status, 303)
  assert.ok(out.to.startsWith(`${provider.issuer}/session/end?`), out.to)
  const old = await fetch(`${site.url}/`, { headers: { cookie: `psr-session=${before}` }, redirect: 'manual' })
  assert.equal(old.status, 303)
  const asks = await browser.go(out.to)
  const back = await browser.submit(asks, { logout: 'yes' })
  assert.equal(new URL(back.url).pathname, '/sign-in')
  // The provider asks who it is again.
  const again = await browser.go(`${site.url}/sign-in/start`)
  assert.match(again.text, /name="login"/)
})

test('a session that is not used ends, and one that is used goes on', async () => {
  const browser = new Browser()
  await signIn(browser, short, 'cora')
  for (let used = 0; used < 5; used += 1) {
    await setTimeout(1000)
    assert.equal((await browser.request(`${short.url}/`)).status, 200, `after ${used + 1} seconds`)
  }
  await setTimeout(4500)
  assert.equal((await browser.request(`${short.url}/`)).to, `${short.url}/sign-in`)
})

test('a role that is taken away at the provider is gone at the next sign-in', async () => {
  const browser = new Browser()
  await signIn(browser, site, 'cora')
  const { groups } = PEOPLE.cora
  PEOPLE.cora.groups = ['psr-administrators']
  try {
    await signIn(browser, site, 'cora')
    assert.equal((await browser.request(`${site.url}/cases/new`)).status, 403)
    assert.equal((await browser.request(`${site.url}/access`)).status, 200)
    PEOPLE.cora.groups = []
    await refused(browser, await walk(browser, site, 'cora'), 403, /You have no role here/)
  } finally {
    PEOPLE.cora.groups = groups
  }
})

test('an account without a role is told so, and is not let in', async () => {
  const browser = new Browser()
  await refused(browser, await walk(browser, site, 'nora'), 403, /You have no role here/)
})

const CAUSES = { audience: /audience/i, issuer: /issuer/i, expiry: /expired/i, nonce: /nonce/i, signature: /signature/i }

for (const [spoilt, cause] of Object.entries(CAUSES)) {
  test(`a token with a wrong ${spoilt} lets nobody in`, async () => {
    const browser = new Browser()
    const back = await walk(browser, site, 'cora')
    provider.state.spoil = spoilt
    await refused(browser, back, 403, /does not prove who you are/)
    const line = site.log.map((line) => (line.startsWith('{') ? JSON.parse(line) : {})).findLast((line) => line.reason === 'not proved')
    assert.match(line.cause, cause)
  })
}

test('a callback is taken once', async () => {
  const browser = new Browser()
  const back = await walk(browser, site, 'cora')
  assert.equal((await browser.go(back)).status, 200)
  const again = await browser.request(back)
  assert.equal(again.status, 400)
  assert.match(again.text, /was used already/)
})

test('a code that was used already lets nobody in, under whatever state', async () => {
  const browser = new Browser()
  const used = new URL(await walk(browser, site, 'cora'))
  await browser.go(used.href)
  const other = new Browser()
  const fresh = new URL(await walk(other, site, 'cora'))
  fresh.searchParams.set('code', used.searchParams.get('code'))
  await refused(other, fresh.href, 403, /does not prove who you are/)
})

test('a callback that another browser began, or nobody, lets nobody in', async () => {
  const back = await walk(new Browser(), site, 'cora')
  await refused(new Browser(), back, 400, /another browser/)
  const made = new URL(back)
  made.searchParams.set('state', 'made-up')
  await refused(new Browser(), made.href, 400, /another browser/)
})

test('somebody who turns back at the provider is told so', async () => {
  const browser = new Browser()
  const page = await browser.go(`${site.url}/sign-in/start`, undefined, returning)
  const [, abort] = /href="([^"]*\/abort)"/.exec(page.text)
  const back = await browser.go(new URL(abort, page.url).href, undefined, returning)
  await refused(browser, back.to, 403, /did not sign you in/)
})

test('the log says what happened, and names nobody', async () => {
  const lines = site.log.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  assert.ok(lines.some((line) => line.route === '/sign-in/return' && line.status === 303))
  assert.ok(lines.some((line) => line.reason === 'sign-in state'))
  const all = site.log.join('\n')
  for (const secret of ['code=', 'state=', 'secret-of', ...Object.keys(PEOPLE), ...Object.values(PEOPLE).map(({ name }) => name)]) {
    assert.ok(!all.includes(secret), `the log holds ${secret}`)
  }
})
