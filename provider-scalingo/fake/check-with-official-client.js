// Drives Scalingo's client library over the fake; ends with 1 at the first wrong answer. Called by check-with-official-client.sh.
'use strict'

const assert = require('node:assert')
globalThis.WebSocket = require('isomorphic-ws')
const { clientFromToken } = require('scalingo')

const authApiUrl = process.env.PROVIDER_SCALINGO_AUTH_URL
const apiUrl = process.env.PROVIDER_SCALINGO_API_URL.replace('{region}', 'osc-fr1')
const token = process.env.PROVIDER_SCALINGO_API_TOKEN

async function check(name, task) {
  try {
    await task()
    console.log(`ok     ${name}`)
  } catch (error) {
    console.error(`WRONG  ${name}: ${error.stack ?? JSON.stringify(error)}`)
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

/** By its id; that the address of the answer can be reached as it is, the client has proven before. */
async function finished(scalingo, app, operation) {
  for (let look = 0; look < 50; look++) {
    const now = await scalingo.Operations.operation(app, operation)
    if (now.status === 'done') return now
    assert.ok(['pending', 'running'].includes(now.status), now.status)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the operation does not end')
}

async function main() {
  let scalingo
  await check('token exchange', async () => {
    scalingo = await clientFromToken(token, { apiUrl, authApiUrl })
    assert.match(scalingo._token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  })
  await check('token exchange with a wrong token', async () => {
    const error = await refusal(clientFromToken('tk-us-wrong', { apiUrl, authApiUrl }))
    assert.strictEqual((error.response ?? error)._status ?? error.response.status, 401)
  })
  await check('Apps.all', async () => {
    const apps = await scalingo.Apps.all()
    assert.deepStrictEqual(apps.map((app) => app.name), ['shop', 'stock'])
    assert.strictEqual(apps[0].status, 'running')
  })
  await check('Apps.find', async () => {
    const app = await scalingo.Apps.find('shop')
    assert.strictEqual(app.name, 'shop')
    assert.strictEqual((await scalingo.Apps.find(app.id)).id, app.id)
    assert.match(app.base_url, /^http:/)
  })
  await check('Apps.find of an app that is not there', async () => {
    const error = await refusal(scalingo.Apps.find('nothing'))
    assert.strictEqual(error._status, 404)
    assert.deepStrictEqual({ ...error._data }, { resource: 'app', error: 'not found' })
  })
  await check('Containers.for', async () => {
    const types = await scalingo.Containers.for('shop')
    assert.deepStrictEqual(Object.fromEntries(types.map((type) => [type.name, type.amount])), { clock: 0, web: 3, worker: 2 })
  })
  await check('Containers.processes', async () => {
    const containers = await scalingo.Containers.processes('shop')
    assert.deepStrictEqual(containers.map((one) => one.label), ['web-1', 'web-2', 'web-3', 'worker-1', 'worker-2'])
  })
  await check('Containers.scale and its operation', async () => {
    const scaled = await scalingo.Containers.scale('shop', [{ name: 'web', amount: 1 }, { name: 'worker', amount: 0 }])
    assert.strictEqual(scaled.formation.find((type) => type.name === 'web').amount, 1)
    const operation = scaled.operation
    assert.ok(operation, 'no operation')
    assert.strictEqual((await scalingo.Apps.find('shop')).status, 'scaling')
    const busy = await refusal(scalingo.Containers.scale('shop', [{ name: 'web', amount: 2 }]))
    assert.strictEqual(busy._status, 400)
    await finished(scalingo, 'shop', operation.id)
    assert.strictEqual((await scalingo.Apps.find('shop')).status, 'running')
  })
  await check('Containers.scale of a type that is not there', async () => {
    const error = await refusal(scalingo.Containers.scale('shop', [{ name: 'nothing', amount: 1 }]))
    assert.strictEqual(error._status, 404)
  })
  await check('Containers.run and stop', async () => {
    const container = await scalingo.Containers.run('shop', { command: 'sleep 60' })
    assert.match(container.label, /^one-off-\d+$/)
    await scalingo.Containers.stop('shop', container.id)
  })
  await check('Environment.bulkUpdate and for', async () => {
    await scalingo.Environment.bulkUpdate('shop', [{ name: 'A', value: '1' }, { name: 'B', value: 'two' }])
    const all = await scalingo.Environment.for('shop')
    assert.strictEqual(all.find((one) => one.name === 'B').value, 'two')
  })
  await check('Environment.create, update and destroy', async () => {
    const made = await scalingo.Environment.create('shop', { name: 'C', value: '3' })
    assert.strictEqual((await scalingo.Environment.update('shop', made.id, '4')).value, '4')
    await scalingo.Environment.destroy('shop', made.id)
    assert.ok(!(await scalingo.Environment.for('shop')).some((one) => one.name === 'C'))
  })
  await check('Environment.bulkDestroy', async () => {
    const ids = (await scalingo.Environment.for('shop')).filter((one) => ['A', 'B'].includes(one.name)).map((one) => one.id)
    await scalingo.Environment.bulkDestroy('shop', ids)
    assert.ok(!(await scalingo.Environment.for('shop')).some((one) => one.name === 'A'))
  })
  await check('Environment with a wrong name', async () => {
    const error = await refusal(scalingo.Environment.create('shop', { name: '_no-name', value: '1' }))
    assert.strictEqual(error._status, 422)
    assert.ok(error._data.errors.name.length > 0)
  })
  await check('Deployments.for', async () => {
    const page = await scalingo.Deployments.for('shop', { page: 1, per_page: 5 })
    assert.strictEqual(page.deployments[0].status, 'success')
    assert.strictEqual(page.meta.pagination.current_page, 1)
  })
  await check('Deployments.find and logs', async () => {
    const { deployments } = await scalingo.Deployments.for('shop')
    assert.strictEqual((await scalingo.Deployments.find('shop', deployments[0].id)).id, deployments[0].id)
    await scalingo.Deployments.logs('shop', deployments[0].id)
  })
  await check('Apps.deploymentListener', async () => {
    const listener = await scalingo.Apps.deploymentListener('stock')
    const seen = await new Promise((resolve, reject) => {
      const frames = []
      setTimeout(() => reject(new Error(`only ${frames}`)), 10_000).unref()
      listener.onNew((data) => frames.push(`new ${data.deployment}`))
      listener.onLog((data) => frames.push(`log ${data.content.trim()}`))
      listener.onStatus((data) => resolve([...frames, `status ${data.status}`]))
    })
    listener.close()
    const { deployments } = await scalingo.Deployments.for('stock')
    assert.deepStrictEqual(seen, [`new ${deployments[0].id}`, 'log Bundle complete', 'status building'])
  })
  await check('Apps.logsURL', async () => {
    const url = await scalingo.Apps.logsURL('shop')
    const answer = await fetch(`${url}&n=10`)
    assert.match(await answer.text(), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000 UTC \[web-1\] listening$/m)
  })
  await check('Addons.for', async () => {
    const addons = await scalingo.Addons.for('shop')
    assert.strictEqual(addons[0].addon_provider.id, 'postgresql')
  })
  await check('Domains.for', async () => {
    const domains = await scalingo.Domains.for('shop')
    assert.deepStrictEqual(domains.map((domain) => domain.name), ['www.shop.test'])
  })
  await check('Events.for', async () => {
    const events = await scalingo.Events.for('shop', { page: 1 })
    assert.ok((events.events ?? events).some((event) => event.type === 'scale'))
  })
  await check('60 calls a minute', async () => {
    let refused
    for (let call = 0; call < 80 && !refused; call++) {
      refused = await scalingo.Apps.all().then(() => undefined, (error) => error)
    }
    assert.strictEqual(refused?._status, 429)
    assert.match(String(refused._data), /Retry later/)
  })
  process.exit(0)
}

main()
