import type { Command } from '../../../src/controller/commands.js';
import type { ModelEvent } from '../../../src/controller/events.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { fromTransport, online } from './support.js';

export const number = '+12025550101';
export const [configured, ...opened] = online;
/** A line that is online, with a directory. */
export const ready = [{ ...configured, directory: true } as ModelEvent, ...opened];
export const ended = (callId: string): ModelEvent =>
  fromTransport({ type: 'call-ended', callId, reason: 'hangup', by: 'remote' });
export const identified = (customers: readonly Customer[], total?: number): ModelEvent => ({
  ...{ type: 'identified', callId: 'a', customers },
  ...(total === undefined ? {} : { total }),
});
export const command = (asked: Command, more: object = {}): ModelEvent => ({
  ...{ type: 'command', command: asked },
  ...more,
});
