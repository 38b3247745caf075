const tasks: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => tasks.shift()?.();

/** Runs a task in a turn of its own, as the browser delivers what comes from the network. */
export function nextTurn(task: () => void): void {
  tasks.push(task);
  port2.postMessage(null);
}

/** So many turns: a timer would wait 4 ms for each (HTML, section 8.6 "Timers"). */
export async function turns(count = 1): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>(nextTurn);
}
