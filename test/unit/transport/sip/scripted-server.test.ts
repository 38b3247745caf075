import { expect } from '@open-wc/testing';

import { Phone } from './support/phone.js';
import { ScriptedServer } from './support/scripted-server.js';

describe('the scripted server', () => {
  let server: ScriptedServer;
  beforeEach(() => (server = new ScriptedServer().install()));
  afterEach(() => server.uninstall());

  it('registers a phone, without and with digest', async () => {
    server.digest = { realm: 'pbx.example', username: '101', password: 'secret' };
    const phone = new Phone({
      settings: { credentials: async () => ({ password: 'secret' }) },
    });
    await phone.online();
    expect(server.count('REGISTER')).to.equal(2);
    phone.transport.dispose();
  });

  it('refuses a call with 404 by default', async () => {
    const phone = await new Phone().online();
    const callId = phone.dial();
    const ended = await phone.next('call-ended');
    expect([ended.callId, ended.reason]).to.deep.equal([callId, 'not-found']);
    phone.transport.dispose();
  });
});
