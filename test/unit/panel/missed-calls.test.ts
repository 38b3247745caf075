import { expect } from '@open-wc/testing';
import { MissedCalls } from '../../../src/panel/missed-calls.js';
import { missedRecord } from '../../support/call-records.js';
import { fakeHistory } from '../../support/fake-history.js';
import { until } from '../../support/until.mjs';

describe('missed calls, announced', () => {
  it('are said once, when there are some and when there are more', async () => {
    const said: number[] = [];
    const missed = new MissedCalls(
      (count) => said.push(count),
      () => false,
    );
    const { memory, services } = fakeHistory([missedRecord({ id: 'a' })]);
    missed.follow(services);
    await until(() => said.length === 1);
    missed.follow(services);
    await memory.update('a', { note: 'seen by nobody' });
    await memory.save(missedRecord({ id: 'b' }));
    await until(() => said.length === 2);
    await memory.delete('a');
    await until(() => said.length === 3);
    expect(said).to.deep.equal([1, 2, 0]);
    missed.follow(undefined);
    await memory.save(missedRecord({ id: 'c' }));
    await memory.list();
    expect(said.length).to.equal(3);
  });

  it('are not said where the end of the call is, and yet counted', async () => {
    const said: number[] = [];
    const asked: string[] = [];
    const missed = new MissedCalls(
      (count) => said.push(count),
      (id) => (asked.push(id), id === 'here'),
    );
    const { memory, services } = fakeHistory([missedRecord({ id: 'a' })]);
    missed.follow(services);
    await until(() => said.length === 1);
    await memory.save(missedRecord({ id: 'here' }));
    await until(() => said.length === 2);
    await memory.save(missedRecord({ id: 'elsewhere' }));
    await until(() => said.length === 3);
    expect(said).to.deep.equal([1, 0, 3]);
    expect(asked).to.deep.equal(['here', 'elsewhere']);
  });

  it('are not said by an answer that was on its way when the call ended here', async () => {
    const said: number[] = [];
    const missed = new MissedCalls(
      (count) => said.push(count),
      (id) => id === 'here',
    );
    const { memory, services } = fakeHistory();
    const answers: ((count: number) => void)[] = [];
    missed.follow({
      ...services,
      subscribe: (listener) => services.subscribe(listener),
      missedCount: () => new Promise<number>((resolve) => answers.push(resolve)),
    });
    await memory.save(missedRecord({ id: 'here' }));
    await until(() => answers.length === 2);
    for (const answer of answers) answer(1);
    await until(() => said.length > 0);
    expect(said).to.deep.equal([0]);
  });
});
