/** The smallest face of a telephone, for the libraries that have none: a field and five buttons. */
const buttons = ['call', 'answer', 'hold', 'resume', 'end'];

/** @typedef {'offline' | 'idle' | 'incoming' | 'outgoing' | 'talking' | 'held'} State */

/** What can be pressed in which state. */
const shown = {
  offline: [],
  idle: ['call'],
  incoming: ['answer', 'end'],
  outgoing: ['end'],
  talking: ['hold', 'end'],
  held: ['resume', 'end'],
};

/**
 * @param {Record<'call' | 'answer' | 'hold' | 'resume' | 'end', (number: string) => void>} actions
 * @returns {{ show(state: State): void, play(stream: MediaStream): void }}
 */
export function makeFace(actions) {
  const field = document.createElement('input');
  field.type = 'tel';
  const text = document.createElement('p');
  const sound = new Audio();
  document.body.append(field, text);
  const elements = new Map();
  for (const name of buttons) {
    const button = document.createElement('button');
    button.textContent = name;
    button.hidden = true;
    button.addEventListener('click', () => actions[name](field.value));
    elements.set(name, button);
    document.body.append(button);
  }
  let current = 'offline';
  const show = (state) => {
    current = state;
    text.textContent = state;
    for (const [name, button] of elements) button.hidden = !shown[state].includes(name);
  };
  Object.assign(globalThis.bench, {
    button: (name) => elements.get(name),
    field: () => field,
    state: () => current,
    dial: (number) => actions.call(number),
    hangUp: () => actions.end(''),
  });
  show('offline');
  return {
    show,
    play(stream) {
      sound.srcObject = stream;
      sound.play().catch(() => undefined);
    },
  };
}

/** What the server put into the page's address. */
export function settings() {
  return JSON.parse(new URLSearchParams(location.search).get('settings') ?? '{}');
}
