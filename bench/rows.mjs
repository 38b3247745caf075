/**
 * What is measured, in the order of the report, and what each is held against. A limit is computed from the medians of
 * the same run: `of(id, stack)`. Its unit is that of the row.
 */
const FRAME_MS = 16.7;
const KB = 1_000;

const better = (of, id) => Math.min(of(id, 'sip-js'), of(id, 'jssip'));
const timesBetter = (id, share) => ({
  target: `${share} × the better peer`,
  limit: (of) => share * better(of, id),
});
const asWithout = (id) => ({ target: 'without + 100 ms', limit: (of) => of(id, 'panel') + 100 });

/** @typedef {{ id: string, title: string, unit?: string, target?: string, limit?: (of: (id: string, stack: string) => number) => number,
 *   isTime?: boolean }} Row `isTime`: a time and not a ratio, which never fails the run */

/** @type {Row[]} */
export const rows = [
  { id: 'told', title: 'INVITE on the wire → the page is told' },
  {
    id: 'painted',
    title: 'INVITE on the wire → ringing painted',
    target: 'sip.js told + 16.7 ms',
    limit: (of) => of('told', 'sip-js') + FRAME_MS,
  },
  {
    id: 'callToInvite',
    title: 'click on Call → INVITE on the wire',
    ...timesBetter('callToInvite', 0.5),
  },
  {
    id: 'answerToOk',
    title: 'click on Answer → 200 OK on the wire',
    ...timesBetter('answerToOk', 0.8),
  },
  {
    id: 'answerToSound',
    title: 'click on Answer → first audio at the far end',
    ...timesBetter('answerToSound', 0.8),
  },
  {
    id: 'stun.callToInvite',
    title: 'silent STUN: Call → INVITE',
    ...asWithout('callToInvite'),
  },
  { id: 'stun.answerToOk', title: 'silent STUN: Answer → 200 OK', ...asWithout('answerToOk') },
  {
    id: 'stun.answerToSound',
    title: 'silent STUN: Answer → first audio',
    ...asWithout('answerToSound'),
  },
  {
    id: 'holdToSilence',
    title: 'click on Hold → silence at the far end',
    ...timesBetter('holdToSilence', 1),
  },
  {
    id: 'resumeToSound',
    title: 'click on Resume → audio at the far end',
    ...timesBetter('resumeToSound', 1),
  },
  { id: 'reregistered', title: 'socket killed in a call → registered again' },
  { id: 'byeAnswered', title: 'after that: BYE of the far end → its 200' },
  {
    id: 'gzip',
    title: 'script, gzipped',
    unit: 'kB',
    target: '90 kB',
    limit: () => 90,
  },
  { id: 'gzipLater', title: 'loaded when the line opens, gzipped', unit: 'kB' },
  { id: 'evaluated', title: 'script arrived → evaluated' },
  { id: 'interactive', title: 'script evaluated → interactive' },
  { id: 'online', title: 'script evaluated → registered' },
  { id: 'compiled', title: 'parsed and compiled, CPU time' },
  { id: 'evaluatedCpu', title: 'evaluated, CPU time' },
  {
    id: 'rendersPerChange',
    title: 'renders per element and change of state',
    unit: '',
    target: '0.15',
    limit: () => 0.15,
  },
  { id: 'changesPerSecond', title: 'changes of state a second meanwhile', unit: '/s' },
  {
    id: 'longestTask',
    title: 'longest task meanwhile',
    target: '16 ms',
    limit: () => 16,
    isTime: true,
  },
  { id: 'longestTaskCpu', title: 'longest task meanwhile, CPU time' },
  {
    id: 'heapKb',
    title: 'heap grown by the calls',
    unit: 'kB',
    target: '1,000 kB in 1,000 calls',
    limit: () => KB,
  },
  { id: 'openConnections', title: 'peer connections left open', unit: '', ...none() },
  { id: 'connections', title: 'peer connections not collected', unit: '', ...none() },
  { id: 'liveTracks', title: 'tracks left live', unit: '', ...none() },
  { id: 'listeners', title: 'listeners grown', unit: '', ...none() },
];

function none() {
  return { target: '0', limit: () => 0 };
}
