import { expect } from '@open-wc/testing';
import { outsideZones, systemClock } from '../../../src/base/clock.js';
import { CtiError, toCtiError } from '../../../src/base/error.js';
import { immutable } from '../../../src/base/immutable.js';
import { Listeners } from '../../../src/base/listeners.js';
import { newId } from '../../../src/base/new-id.js';

describe('Listeners', () => {
  it('tells each listener in order, and no longer after its undo', () => {
    const heard: string[] = [];
    const listeners = new Listeners<string>(() => undefined);
    const undo = listeners.add((event) => heard.push(`a ${event}`));
    listeners.add((event) => heard.push(`b ${event}`));
    listeners.emit('1');
    undo();
    undo();
    listeners.emit('2');
    expect(heard).to.deep.equal(['a 1', 'b 1', 'b 2']);
    expect(listeners.size).to.equal(1);
  });

  it('takes the same function twice as two listeners', () => {
    let heard = 0;
    const listeners = new Listeners<string>(() => undefined);
    const listener = (): void => void (heard += 1);
    const undo = listeners.add(listener);
    listeners.add(listener);
    undo();
    listeners.emit('1');
    expect(heard).to.equal(1);
  });

  it('reports one that throws, and goes on', () => {
    const reported: unknown[] = [];
    const heard: string[] = [];
    const listeners = new Listeners<string>((thrown) => reported.push(thrown));
    const problem = new Error('listener');
    listeners.add(() => {
      throw problem;
    });
    listeners.add((event) => heard.push(event));
    listeners.emit('1');
    expect(reported).to.deep.equal([problem]);
    expect(heard).to.deep.equal(['1']);
  });

  it('lets a listener add and remove others while an event is delivered', () => {
    const heard: string[] = [];
    const listeners = new Listeners<string>(() => undefined);
    listeners.add((event) => {
      heard.push(`a ${event}`);
      undo();
      if (event === '1') listeners.add((later) => heard.push(`c ${later}`));
    });
    const undo = listeners.add((event) => heard.push(`b ${event}`));
    listeners.emit('1');
    listeners.emit('2');
    expect(heard).to.deep.equal(['a 1', 'a 2', 'c 2']);
  });
});

describe('the system clock', () => {
  it('calls once, also with a delay that makes no sense', async () => {
    for (const delay of [0, -5, Number.NaN]) {
      await new Promise<void>((resolve) => void systemClock.schedule(delay, resolve));
    }
  });

  it('does not fire a delay beyond the browser limit at once, and can be undone', async () => {
    let fired = false;
    const undo = systemClock.schedule(2 ** 40, () => (fired = true));
    await new Promise<void>((resolve) => void systemClock.schedule(20, resolve));
    undo();
    expect(fired).to.equal(false);
  });

  it('makes its timers in the root zone of a page with zone.js', async () => {
    const page = globalThis as { Zone?: unknown };
    let zone = 'page';
    page.Zone = {
      root: {
        run<T>(task: () => T): T {
          zone = 'root';
          try {
            return task();
          } finally {
            zone = 'page';
          }
        },
      },
    };
    const native = globalThis.setTimeout;
    let madeIn = '';
    globalThis.setTimeout = ((...rest: Parameters<typeof setTimeout>) => {
      madeIn = zone;
      return native(...rest);
    }) as typeof setTimeout;
    try {
      await new Promise<void>((resolve) => void systemClock.schedule(0, resolve));
      expect(madeIn).to.equal('root');
      expect(outsideZones(() => zone)).to.equal('root');
    } finally {
      globalThis.setTimeout = native;
      delete page.Zone;
    }
    expect(outsideZones(() => 'plain')).to.equal('plain');
  });
});

describe('toCtiError', () => {
  it('returns one that is typed as it is', () => {
    const error = new CtiError('busy', { sip: { status: 486, text: 'Busy Here' } });
    expect(toCtiError(error, 'network')).to.equal(error);
  });

  for (const [thrown, message] of [
    [new TypeError('no good'), 'no good'],
    ['text', 'text'],
    [Symbol('x'), 'network'],
    [undefined, 'network'],
    [null, 'network'],
    [Object.create(null), 'network'],
  ] as const) {
    it(`wraps ${typeof thrown} ${message}`, () => {
      const error = toCtiError(thrown, 'network');
      expect(error).to.be.instanceOf(CtiError);
      expect(error.reason).to.equal('network');
      expect(error.message).to.equal(message);
      expect(error.cause).to.equal(thrown ?? error.cause);
    });
  }

  it('says `failed` when nobody knows better', () => {
    expect(toCtiError(new Error('x')).reason).to.equal('failed');
  });

  it('knows an error of another copy of the library, and nothing else, as one of ours', () => {
    const brand = Symbol.for('cti-panel.error');
    const foreign = Object.assign(new Error('busy'), { reason: 'busy', [brand]: true });

    expect(foreign).to.be.instanceOf(CtiError);
    expect(toCtiError(foreign)).to.equal(foreign);
    for (const other of [new Error('busy'), { reason: 'busy' }, null, 'busy', undefined]) {
      expect(other instanceof CtiError, JSON.stringify(other)).to.equal(false);
    }
  });
});

describe('immutable', () => {
  it('copies plain data and freezes all of it', () => {
    const given = { list: [{ deep: 1 }], text: 'a' };
    const copy = immutable(given);
    given.list[0]!.deep = 2;
    expect(copy).to.deep.equal({ list: [{ deep: 1 }], text: 'a' });
    expect(Object.isFrozen(copy.list[0])).to.equal(true);
  });

  it('leaves objects with a class of their own alone, and survives a cycle', () => {
    const error = new CtiError('busy');
    const round: { self?: unknown; error: CtiError } = { error };
    round.self = round;
    expect(immutable(round).error).to.equal(error);
    expect(Object.isFrozen(error)).to.equal(false);
  });
});

describe('newId', () => {
  it('is a UUID of version 4, each time another', () => {
    const ids = Array.from({ length: 50 }, newId);
    for (const id of ids) {
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids).size).to.equal(50);
  });
});
