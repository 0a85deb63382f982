// As much of a browser as signing in needs: cookies by host and path, redirects, and forms.
export class Browser {
  #cookies = new Map()

  async request(url, { form } = {}) {
    const { host, pathname } = new URL(url)
    const mine = [...this.#cookies.values()].filter((cookie) => cookie.host === host && pathname.startsWith(cookie.path))
    const headers = { cookie: mine.map(({ name, value }) => `${name}=${value}`).join('; ') }
    const body = form && new URLSearchParams(form)
    const response = await fetch(url, { method: form ? 'POST' : 'GET', redirect: 'manual', headers, body })
    for (const line of response.headers.getSetCookie()) this.#keep(host, line)
    const location = response.headers.get('location')
    return { url, status: response.status, text: await response.text(), to: location && new URL(location, url).href }
  }

  #keep(host, line) {
    const [pair, ...rest] = line.split(';').map((part) => part.trim())
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    const attribute = (name) => rest.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
    const path = attribute('path') ?? '/'
    const key = `${host} ${path} ${name}`
    const gone = attribute('max-age') === '0' || Date.parse(attribute('expires') ?? '') < Date.now()
    if (gone || value === '') this.#cookies.delete(key)
    else this.#cookies.set(key, { host, path, name, value })
  }

  // Follows redirects until a page, or until an address that `stop` accepts: then that address stands in `to`.
  async go(url, options, stop = () => false) {
    let answer = await this.request(url, options)
    while (answer.to && !stop(answer.to)) answer = await this.request(answer.to)
    return answer
  }

  // Sends the first form of a page that has an action, with what stands in it and what is filled in.
  async submit(page, fill = {}, stop) {
    const [, action, inner] = /<form[^>]*\baction="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(page.text)
    const form = {}
    for (const [tag] of inner.matchAll(/<input\b[^>]*>/g)) {
      const name = /\bname="([^"]*)"/.exec(tag)?.[1]
      if (name) form[name] = /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ''
    }
    return this.go(new URL(action.replaceAll('&amp;', '&'), page.url).href, { form: { ...form, ...fill } }, stop)
  }

  cookie(host, name) {
    return [...this.#cookies.values()].find((cookie) => cookie.host === host && cookie.name === name)?.value
  }
}
