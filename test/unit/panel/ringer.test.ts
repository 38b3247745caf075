import { expect } from '@open-wc/testing';
import { type Clock, systemClock } from '../../../src/base/clock.js';
import { Ringer } from '../../../src/panel/ringer.js';
import type { PanelSettings } from '../../../src/panel/settings.js';
import { renderTone } from '../../../src/panel/tones.js';
import { ManualClock } from '../../support/manual-clock.js';
import {
  online,
  openTab,
  receive,
  turns,
  until,
  type PartsBench,
  type Tab,
} from './parts-bench.js';

type RingSettings = Pick<PanelSettings, 'ring' | 'ringVolume'>;

/** Hears what the window plays: the loudest sample of the moment, 0 without any context. */
function listenTo({ view }: Tab): {
  level: () => number;
  contexts: () => number;
  resting: () => boolean;
} {
  const outputs = new Map<BaseAudioContext, AnalyserNode>();
  const node = view.AudioNode.prototype as unknown as {
    connect: (this: AudioNode, target: AudioNode) => AudioNode;
  };
  const { connect } = node;
  node.connect = function tapped(target) {
    if (target === this.context.destination) {
      const analyser = outputs.get(this.context) ?? new view.AnalyserNode(this.context);
      outputs.set(this.context, analyser);
      connect.call(this, analyser);
    }
    return connect.call(this, target);
  };
  return {
    contexts: () => outputs.size,
    resting: () => [...outputs.keys()].every(({ state }) => state === 'suspended'),
    level() {
      let top = 0;
      for (const analyser of outputs.values()) {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        top = Math.max(top, ...samples.map(Math.abs));
      }
      return top;
    },
  };
}

/** A browser that forbids sound until `allow()`: a context then has to be resumed. */
function forbidSound({ view }: Tab): { allow: () => void; resumes: () => number } {
  let allowed = false;
  let resumes = 0;
  class Forbidden extends view.AudioContext {
    started = false;
    override get state(): AudioContextState {
      return this.started ? super.state : 'suspended';
    }
    override async resume(): Promise<void> {
      resumes += 1;
      if (!allowed) throw new DOMException('Not before a gesture', 'NotAllowedError');
      await super.resume();
      this.started = true;
      this.dispatchEvent(new Event('statechange'));
    }
  }
  Object.defineProperty(view, 'AudioContext', { value: Forbidden });
  return { allow: () => (allowed = true), resumes: () => resumes };
}

describe('Ringer', () => {
  let tab: Tab;
  let bench: PartsBench;
  let settings: RingSettings;
  let ringer: Ringer;
  let undo: () => void;
  let sound: ReturnType<typeof listenTo>;

  async function start(
    change: Partial<RingSettings> = {},
    clock: Clock = systemClock,
  ): Promise<void> {
    bench = await online();
    settings = { ring: 'always', ringVolume: 1, ...change };
    ringer = new Ringer(clock);
    undo = ringer.attach(bench.controller, tab.view, () => settings);
  }
  beforeEach(() => {
    tab = openTab();
    sound = listenTo(tab);
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    expect(tab.listeners()).to.equal(0);
    tab.close();
  });
  const silent = async (): Promise<void> => {
    await until(() => sound.level() === 0);
    const end = Date.now() + 250;
    await until(() => sound.level() > 0 || Date.now() > end);
    expect(sound.level()).to.equal(0);
  };

  it('rings for an incoming call and stops when it is answered', async () => {
    await start();
    expect(sound.contexts(), 'nothing before it is needed').to.equal(0);
    await receive(bench);
    await until(() => sound.level() > 0.1);
    await bench.controller.send({ type: 'answer' });
    await silent();
  });

  it('stops when the caller gives up, and rings for the next with the same context', async () => {
    await start();
    const id = await receive(bench);
    await until(() => sound.level() > 0.1);
    bench.simulator.remoteHangUp(id);
    await turns();
    await silent();
    await receive(bench, '+12025550102');
    await until(() => sound.level() > 0.1);
    expect(sound.contexts()).to.equal(1);
  });

  it('lets the context rest in between, and wakes it for the next call', async () => {
    const clock = new ManualClock();
    await start({}, clock);
    const id = await receive(bench);
    await until(() => sound.level() > 0.1);
    bench.simulator.remoteHangUp(id);
    await turns();
    await silent();
    clock.advance(1_000);
    await until(() => sound.resting());
    await receive(bench, '+12025550102');
    await until(() => sound.level() > 0.1);
    clock.advance(1_000);
    expect(ringer.blocked).to.equal(false);
    expect(sound.resting()).to.equal(false);
  });

  it('is silenced for this call, and rings for the next', async () => {
    await start();
    await receive(bench);
    await until(() => sound.level() > 0.1);
    await bench.controller.send({ type: 'silence' });
    await silent();
    await receive(bench, '+12025550102');
    await until(() => sound.level() > 0.1);
  });

  it('gives a quiet tone beside a call', async () => {
    await start();
    await receive(bench);
    await bench.controller.send({ type: 'answer' });
    await silent();
    await receive(bench, '+12025550102');
    await until(() => sound.level() > 0.01);
    const end = Date.now() + 300;
    let top = 0;
    await until(() => (top = Math.max(top, sound.level())) > 0.1 || Date.now() > end);
    expect(top).to.be.within(0.01, 0.1);
  });

  it('follows the volume while it rings; at 0 it is off', async () => {
    await start({ ringVolume: 0.1 });
    await receive(bench);
    await until(() => sound.level() > 0.01);
    expect(sound.level()).to.be.below(0.08);
    settings = { ...settings, ringVolume: 1 };
    ringer.refresh();
    await until(() => sound.level() > 0.2);
    settings = { ...settings, ringVolume: 0 };
    ringer.refresh();
    await silent();
  });

  it('rings never, or only while the page is hidden, if that is wanted', async () => {
    await start({ ring: 'never' });
    await receive(bench);
    tab.view.dispatchEvent(new Event('click'));
    expect(sound.contexts()).to.equal(0);
    settings = { ring: 'always', ringVolume: 0 };
    ringer.refresh();
    expect(sound.contexts()).to.equal(0);
    settings = { ring: 'hidden-only', ringVolume: 1 };
    ringer.refresh();
    expect(sound.contexts()).to.equal(0);
    tab.hide(true);
    await until(() => sound.level() > 0.1);
    tab.hide(false);
    await silent();
  });

  it('says that the browser forbids sound, and rings from the next gesture on', async () => {
    const { allow } = forbidSound(tab);
    await start();
    const told: boolean[] = [];
    const stop = ringer.onBlockedChanged((blocked) => told.push(blocked));
    await receive(bench);
    await until(() => ringer.blocked);
    tab.view.dispatchEvent(new Event('keydown'));
    await turns();
    expect(ringer.blocked, 'a gesture that does not count').to.equal(true);
    allow();
    tab.view.dispatchEvent(new Event('pointerdown'));
    await until(() => !ringer.blocked);
    await until(() => sound.level() > 0.1);
    expect(told).to.deep.equal([true, false]);
    stop();
  });

  it('says so no more once it is detached', async () => {
    forbidSound(tab);
    await start();
    await receive(bench);
    await until(() => ringer.blocked);
    undo();
    expect(ringer.blocked).to.equal(false);
  });

  it('uses the first gesture on the page, so that a later call rings without one', async () => {
    const { allow, resumes } = forbidSound(tab);
    allow();
    const clock = new ManualClock();
    await start({}, clock);
    tab.view.dispatchEvent(new Event('pointerdown'));
    expect(resumes()).to.equal(1);
    await turns();
    clock.advance(1_000);
    await turns();
    tab.view.dispatchEvent(new Event('pointerdown'));
    expect(resumes(), 'it rests, unlocked').to.equal(1);
    expect(ringer.blocked).to.equal(false);
  });

  it('does without sound where there is none', async () => {
    Object.defineProperty(tab.view, 'AudioContext', {
      value: function NoDevice(): void {
        throw new DOMException('No device', 'NotSupportedError');
      },
    });
    await start();
    await receive(bench);
    expect(bench.controller.snapshot.mode).to.equal('incoming');
    expect(ringer.blocked).to.equal(false);
    expect(() => ringer.unblock()).not.to.throw();
  });

  it('renders tones that neither clip nor click', async () => {
    await start();
    const context = new OfflineAudioContext(1, 1, 16_000);
    for (const [tone, peak] of [
      ['ring', 0.5],
      ['waiting', 0.06],
    ] as const) {
      const samples = renderTone(context, tone).getChannelData(0);
      const top = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(top).to.be.within(peak * 0.8, peak);
      const steps = samples.map((sample, index) => Math.abs(sample - (samples[index - 1] ?? 0)));
      expect(steps.reduce((most, step) => Math.max(most, step), 0)).to.be.below(peak / 2);
      expect(samples.at(0)).to.equal(0);
      expect(samples.at(-1)).to.equal(0);
    }
  });
});
