import { FarEnd } from './far-end.js';
import type { ScriptedServer, SeenRequest } from './scripted-server.js';
import type { RequestOptions } from './sip-message.js';

const contact = 'Contact: <sip:far@pbx.example>';

/** The far end of a call through the scripted server, with real media. */
export class FarPhone {
  readonly media = new FarEnd();
  readonly #server: ScriptedServer;
  readonly #edit: (sdp: string) => string;

  /** @param edit changes the descriptions that this phone sends */
  constructor(server: ScriptedServer, edit: (sdp: string) => string = (sdp) => sdp) {
    this.#server = server;
    this.#edit = edit;
  }

  /** Answers every INVITE with 200. */
  answers(contentType = 'application/sdp'): this {
    this.#server.on('INVITE', (request) => void this.answer(request, contentType));
    return this;
  }

  async answer(request: SeenRequest, contentType = 'application/sdp'): Promise<void> {
    const body = this.#edit(await this.media.answer(request.message.body));
    request.reply(200, { headers: [contact], body, contentType });
  }

  /** Calls the page, with an offer. Returns the request's options, for later ones of the same dialog. */
  async call(options: Partial<RequestOptions> = {}): Promise<Partial<RequestOptions>> {
    const body = this.#edit(await this.media.offer());
    const dialog = { from: '<sip:+12025550101@pbx.example>;tag=far', callId: 'far-call' };
    this.#server.sendRequest({ method: 'INVITE', headers: [contact], body, ...dialog, ...options });
    return dialog;
  }

  close(): Promise<void> {
    return this.media.close();
  }
}
