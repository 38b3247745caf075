import { expect } from '@open-wc/testing';
import { ControllerRegistry } from '../../../src/panel/controller-registry.js';
import { online, receive, turns, type PartsBench } from './parts-bench.js';

const uri = 'sip:101@example.com';

interface Owned extends PartsBench {
  readonly registry: ControllerRegistry;
  readonly ended: () => boolean;
}

async function owned(): Promise<Owned> {
  const bench = await online(uri);
  const registry = new ControllerRegistry(bench.clock);
  let over = false;
  registry.own(bench.controller, () => (over = true));
  return { ...bench, registry, ended: () => over };
}

async function alive({ controller }: PartsBench): Promise<boolean> {
  return controller.connect().then(
    () => true,
    () => false,
  );
}

describe('ControllerRegistry', () => {
  it('keeps an idle controller for 10 s after its panel has left', async () => {
    const bench = await owned();
    bench.registry.show(bench.controller)();
    bench.clock.advance(9_999);
    expect(bench.ended()).to.equal(false);
    expect(await alive(bench)).to.equal(true);
    bench.clock.advance(1);
    expect(bench.ended()).to.equal(true);
    expect(await alive(bench)).to.equal(false);
    expect(bench.registry.adopt(uri)).to.equal(undefined);
    expect(bench.clock.pending).to.equal(0);
  });

  it('keeps one with a call until the call has ended', async () => {
    const bench = await owned();
    const id = await receive(bench);
    await bench.controller.send({ type: 'answer' });
    bench.registry.show(bench.controller)();
    bench.clock.advance(3_600_000);
    expect(bench.controller.snapshot.mode).to.equal('talking');
    bench.simulator.remoteHangUp(id);
    await turns();
    bench.clock.advance(10_000);
    expect(bench.ended()).to.equal(true);
  });

  it('starts the 10 s anew when a call came in meanwhile', async () => {
    const bench = await owned();
    bench.registry.show(bench.controller)();
    bench.clock.advance(9_000);
    const id = await receive(bench);
    bench.clock.advance(60_000);
    expect(bench.ended()).to.equal(false);
    bench.simulator.remoteHangUp(id);
    await turns();
    bench.clock.advance(9_000);
    expect(bench.ended()).to.equal(false);
    bench.clock.advance(1_000);
    expect(bench.ended()).to.equal(true);
  });

  it('gives it to a panel of the same line, and only while nobody shows it', async () => {
    const bench = await owned();
    const leave = bench.registry.show(bench.controller);
    expect(bench.registry.adopt(uri), 'shown').to.equal(undefined);
    leave();
    expect(bench.registry.adopt('sip:102@example.com'), 'another line').to.equal(undefined);
    expect(bench.registry.adopt(uri)).to.equal(bench.controller);
    bench.registry.show(bench.controller);
    bench.clock.advance(60_000);
    expect(bench.ended()).to.equal(false);
  });

  it('does not count a panel that is moved: it leaves and comes back', async () => {
    const bench = await owned();
    const leave = bench.registry.show(bench.controller);
    leave();
    leave();
    const again = bench.registry.show(bench.controller);
    bench.clock.advance(60_000);
    expect(bench.ended()).to.equal(false);
    again();
    bench.clock.advance(10_000);
    expect(bench.ended()).to.equal(true);
  });

  it('waits for the last of two panels that show one controller', async () => {
    const bench = await owned();
    const [first, second] = [1, 2].map(() => bench.registry.show(bench.controller));
    first?.();
    bench.clock.advance(60_000);
    expect(bench.ended()).to.equal(false);
    second?.();
    bench.clock.advance(10_000);
    expect(bench.ended()).to.equal(true);
  });

  it('tells a panel that came too early when the controller is free', async () => {
    const bench = await owned();
    const free: unknown[] = [];
    const undo = bench.registry.onLeft((controller) => free.push(controller));
    const leave = bench.registry.show(bench.controller);
    expect(free).to.deep.equal([]);
    leave();
    expect(free).to.deep.equal([bench.controller]);
    undo();
  });

  it('leaves a controller alone that the page made', async () => {
    const bench = await online(uri);
    const registry = new ControllerRegistry(bench.clock);
    registry.show(bench.controller)();
    bench.clock.advance(60_000);
    expect(await alive(bench)).to.equal(true);
    bench.controller.dispose();
  });

  it('lets nothing outlive a controller that was discarded', async () => {
    const bench = await owned();
    const leave = bench.registry.show(bench.controller);
    bench.registry.discard(bench.controller);
    expect(bench.ended()).to.equal(true);
    leave();
    expect(bench.clock.pending).to.equal(0);
    expect(await alive(bench)).to.equal(false);
  });
});
