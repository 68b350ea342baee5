// Drives Heroku's client library over the fake; ends with 1 at the first wrong answer. Called by check-with-official-client.sh.
'use strict'

const assert = require('node:assert')
const Heroku = require('heroku-client')

const heroku = new Heroku({ token: process.env.HEROKU_API_KEY, host: process.env.HEROKU_HOST })

async function check(name, task) {
  try {
    await task()
    console.log(`ok     ${name}`)
  } catch (error) {
    console.error(`WRONG  ${name}: ${error.stack}`)
    process.exit(1)
  }
}

async function refusal(call) {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('it was not refused')
}

async function main() {
  await check('apps', async () => {
    const apps = await heroku.get('/apps')
    assert.deepStrictEqual(apps.map((app) => app.name).sort(), ['blog', 'shop', 'stock'])
    assert.ok(apps.every((app) => app.web_url.endsWith('/')))
  })
  await check('one app by its id', async () => {
    const app = await heroku.get('/apps/shop')
    assert.strictEqual((await heroku.get(`/apps/${app.id}`)).name, 'shop')
  })
  await check('pages are followed', async () => {
    const changes = Array.from({ length: 12 }, (_, i) => heroku.patch('/apps/stock/config-vars', { body: { [`KEY_${i}`]: 'x' } }))
    await Promise.all(changes)
    const all = await heroku.request({ path: '/apps/stock/releases', headers: { Range: 'version ..; max=5' } })
    assert.strictEqual(all.length, 13)
  })
  await check('a batch of the formation', async () => {
    const formation = await heroku.patch('/apps/shop/formation', {
      body: { updates: [{ type: 'web', quantity: 2 }, { type: 'worker', quantity: 0 }] },
    })
    const quantities = Object.fromEntries(formation.map((type) => [type.type, type.quantity]))
    assert.deepStrictEqual(quantities, { release: 0, web: 2, worker: 0, cron: 0 })
  })
  await check('an unknown process type', async () => {
    const error = await refusal(heroku.patch('/apps/shop/formation', { body: { updates: [{ type: 'nothing', quantity: 1 }] } }))
    assert.strictEqual(error.statusCode, 404)
    assert.strictEqual(error.body.id, 'not_found')
  })
  await check('dynos', async () => {
    const dynos = await heroku.get('/apps/shop/dynos')
    assert.ok(dynos.some((dyno) => dyno.name === 'web.1' && ['up', 'starting'].includes(dyno.state)))
  })
  await check('config vars', async () => {
    await heroku.patch('/apps/blog/config-vars', { body: { A: '1', B: '2' } })
    const left = await heroku.patch('/apps/blog/config-vars', { body: { A: null } })
    assert.deepStrictEqual(left, { B: '2' })
  })
  await check('domains', async () => {
    const domains = await heroku.get('/apps/shop/domains')
    assert.deepStrictEqual(domains.map((domain) => domain.kind).sort(), ['custom', 'heroku'])
  })
  await check('an unknown app', async () => {
    const error = await refusal(heroku.get('/apps/no-such-app'))
    assert.strictEqual(error.statusCode, 404)
    assert.strictEqual(error.body.resource, 'app')
  })
  await check('a wrong token', async () => {
    const stranger = new Heroku({ token: 'wrong', host: process.env.HEROKU_HOST })
    assert.strictEqual((await refusal(stranger.get('/apps'))).statusCode, 401)
  })
}

main()
