import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { farEndHangsUp, openOperator, ring, startBrowser, startDemo, until } from './support.mjs';

let demo;
let browser;
before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.close();
});

for (const lang of ['en', 'ru']) {
  test(`a wrong password is said, is not tried again, and disables the field (${lang})`, async () => {
    let registers = 0;
    demo.pbx.flows.on('trace', (direction, message) => {
      if (direction === 'in' && String(message.method) === 'REGISTER') registers += 1;
    });
    const operator = await openOperator(browser, demo, {
      agent: '105',
      lang,
      before: (page) =>
        page.route('**/config.json*', async (route) => {
          const response = await route.fetch();
          const config = await response.json();
          config.credentials.password = 'not-this-one';
          await route.fulfill({ response, json: config });
        }),
    });
    const errors = await operator.eventsOf('cti-error');
    await operator.becomes('connection', 'failed');
    assert.equal(
      await operator.page.evaluate(
        () => document.querySelector('cti-panel').snapshot.connectionProblem,
      ),
      'auth-failed',
    );
    await operator.panel.getByText(operator.say.wrongPassword).first().waitFor();
    assert.equal(await operator.button('call').isDisabled(), true);
    const settled = registers;
    assert.ok(settled <= 4, `${settled} REGISTERs`);
    await operator.hears(3_000);
    assert.equal(registers, settled, 'no further tries');
    await errors.dispose();
    await operator.close();
  });

  test(`the PBX stops and starts in a call: the sound goes on, and the far end can still hang up (${lang})`, async () => {
    const operator = await openOperator(browser, demo, { lang });
    await operator.online();
    const id = await ring(demo, { play: 'music' });
    await operator.button('answer').click();
    await operator.becomes('mode', 'talking');
    const farEnd = () => operator.farEnd((call) => call.id === id);
    await until(farEnd, ({ heard }) => heard.rms > 0.01);

    demo.pbx.stopSignalling();
    await operator.becomes('connection', 'reconnecting');
    await operator.panel.getByText(operator.say.reconnecting).first().waitFor();
    const before = await farEnd();
    assert.ok((await operator.hears()).rms > 0.01, 'the operator hears on');
    await until(
      farEnd,
      ({ heard }) => heard.packets > before.heard.packets + 50 && heard.rms > 0.01,
    );
    assert.equal(
      await operator.page.evaluate(() => document.querySelector('cti-panel').mode),
      'talking',
    );

    demo.pbx.startSignalling();
    await operator.becomes('connection', 'online', 40_000);
    await farEndHangsUp(demo, id);
    await operator.becomes('mode', 'idle');
    assert.equal(await operator.peerConnections(), 0);
    await operator.close();
  });
}
