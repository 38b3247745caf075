import { expect } from '@open-wc/testing';

import { RemoteSound } from '../../../../../src/transport/sip/media/remote-sound.js';
import { eventually } from '../support/far-end.js';

const native = HTMLMediaElement.prototype.play;

function pretendPlay(play: (this: HTMLMediaElement) => Promise<void>): void {
  HTMLMediaElement.prototype.play = play;
}

const blocked = (): Promise<void> => Promise.reject(new DOMException('no', 'NotAllowedError'));

describe('RemoteSound', () => {
  let told: boolean[];
  let sound: RemoteSound;
  beforeEach(() => {
    told = [];
    sound = new RemoteSound((is) => told.push(is));
  });
  afterEach(() => {
    HTMLMediaElement.prototype.play = native;
    sound.dispose();
  });

  it('#113 says that the browser forbids sound, and that a gesture has helped', async () => {
    pretendPlay(blocked);
    sound.play(new MediaStream());
    await eventually(() => told.length === 1);
    sound.unblock();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).to.deep.equal([true]);
    pretendPlay(() => Promise.resolve());
    sound.unblock();
    await eventually(() => told.length === 2);
    expect(told).to.deep.equal([true, false]);
    let played = 0;
    pretendPlay(() => {
      played += 1;
      return Promise.resolve();
    });
    sound.unblock();
    expect(played).to.equal(0);
  });

  it('#113 takes no other failure of play() for a forbidden one', async () => {
    pretendPlay(() => Promise.reject(new DOMException('no', 'AbortError')));
    sound.play(new MediaStream());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).to.deep.equal([]);
  });

  it('#113 no longer complains when the call is over, nor after a stale refusal', async () => {
    pretendPlay(blocked);
    const first = new MediaStream();
    sound.play(first);
    await eventually(() => told.length === 1);
    sound.stop(first);
    expect(told).to.deep.equal([true, false]);
    sound.play(first);
    sound.stop(first);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).to.deep.equal([true, false]);
  });

  it('plays outside of the document, and stops only what it plays', () => {
    const [first, second] = [new MediaStream(), new MediaStream()];
    sound.play(first);
    sound.play(second);
    sound.stop(first);
    expect(sound.playing).to.equal(second);
    sound.stop(second);
    expect(sound.playing).to.equal(undefined);
    expect(document.querySelector('audio')).to.equal(null);
  });
});
