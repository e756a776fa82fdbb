// What the page of the API does by itself: search, and asking a route with the session of the reader. A file of its own,
// since the policy of the page lets no script stand in it. Plain JavaScript, for the browser.
export const SCRIPT = `
const search = document.querySelector('#search')
const routes = [...document.querySelectorAll('details[data-text]')]
const count = document.querySelector('#count')

function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  for (const route of routes) {
    route.hidden = !words.every(word => route.dataset.text.includes(word))
    if (!route.hidden) shown++
  }
  for (const section of document.querySelectorAll('section[data-tag]'))
    section.hidden = !section.querySelector('details:not([hidden])')
  count.textContent = shown + ' of ' + routes.length + ' routes'
}
search.addEventListener('input', filter)
filter()

if (location.hash) {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (named && named.tagName === 'DETAILS') named.open = true
}

async function ask(form) {
  const values = new FormData(form)
  const output = form.querySelector('output')
  let path = form.dataset.path
  const query = new URLSearchParams()
  for (const [name, value] of values) {
    const [place, key] = name.split(' ')
    if (place === 'path') path = path.replace('{' + key + '}', encodeURIComponent(value))
    if (place === 'query' && value !== '') query.append(key, value)
  }
  const body = values.get('body')
  const init = { method: form.dataset.method, credentials: 'same-origin' }
  if (body) Object.assign(init, { body, headers: { 'content-type': 'application/json' } })
  output.textContent = '…'
  try {
    const answer = await fetch(path + (query.size ? '?' + query : ''), init)
    const text = await answer.text()
    let shown = text
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2)
    } catch {}
    output.textContent = answer.status + ' ' + answer.statusText + '\\n\\n' + shown.slice(0, 20000)
  } catch (error) {
    output.textContent = String(error)
  }
}
for (const form of document.querySelectorAll('form[data-path]'))
  form.addEventListener('submit', event => {
    event.preventDefault()
    ask(form)
  })
`
