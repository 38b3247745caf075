import type {
  BodyAndContentType,
  Session,
  SessionDescriptionHandler,
  SessionDescriptionHandlerOptions,
} from 'sip.js';

import { CtiError } from '../../../base/error.js';
import type { MediaSession } from './media-session.js';

/** What a re-INVITE may ask of the description. */
export interface DescriptionOptions extends SessionDescriptionHandlerOptions {
  readonly iceRestart?: boolean;
}

/** sip.js's view of a media session, which belongs to the call and not to sip.js. */
export class MediaDescriptionHandler implements SessionDescriptionHandler {
  readonly #media: MediaSession;

  constructor(media: MediaSession) {
    this.#media = media;
  }

  close(): void {
    this.#media.close();
  }

  async getDescription(options: DescriptionOptions = {}): Promise<BodyAndContentType> {
    const body = await this.#media.describe({ iceRestart: options.iceRestart ?? false });
    return { body, contentType: 'application/sdp' };
  }

  /** Media types are case-insensitive and may have parameters (RFC 3261 section 7.3.1). */
  hasDescription(contentType: string): boolean {
    return /^\s*application\/sdp\s*(?:;|$)/i.test(contentType);
  }

  setDescription(sdp: string): Promise<void> {
    return this.#media.accept(sdp);
  }

  rollbackDescription(): Promise<void> {
    return this.#media.rollBack();
  }

  /** Tones have a queue of their own; sip.js is not asked for them. */
  sendDtmf(): boolean {
    return false;
  }
}

/** A session that nobody knows gets this: a factory that throws would leave sip.js half-way. */
const unknownSession: SessionDescriptionHandler = {
  close: () => undefined,
  getDescription: () => Promise.reject(new CtiError('media')),
  hasDescription: () => false,
  setDescription: () => Promise.reject(new CtiError('media')),
  rollbackDescription: () => Promise.resolve(),
  sendDtmf: () => false,
};

/** Which media belong to which sip.js session. */
export class MediaRegistry {
  readonly #media = new WeakMap<Session, MediaSession>();

  register(session: Session, media: MediaSession): void {
    this.#media.set(session, media);
  }

  /** The factory for `UserAgentOptions.sessionDescriptionHandlerFactory`. */
  readonly createHandler = (session: Session): SessionDescriptionHandler => {
    const media = this.#media.get(session);
    return media ? new MediaDescriptionHandler(media) : unknownSession;
  };
}
