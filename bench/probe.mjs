/**
 * Runs in every page before all else, the same for each stack: notes with the page's clock when a SIP message passes
 * the socket, when a click arrives, and when a button has been painted. Self-contained: it is sent as text.
 */
export function probe() {
  let marks = [];
  const mark = (name, at = performance.now()) => marks.push({ name, at });

  /** `INVITE`, `INVITE again` in a dialog, `200 INVITE`. */
  const nameOf = (text) => {
    const status = /^SIP\/2\.0 (\d{3})/.exec(text)?.[1];
    const method = /^CSeq:\s*\d+\s+(\w+)/im.exec(text)?.[1];
    const inDialog = !status && /^(?:To|t)\s*:.*;tag=/im.test(text);
    return `${status ? `${status} ` : ''}${method}${inDialog ? ' again' : ''}`;
  };

  /** Looks in every frame until the button can be seen; a message from that frame comes after its painting. */
  const watchButton = (name) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => mark(`painted ${name}`);
    const look = () => {
      if (bench.button(name)?.checkVisibility()) port2.postMessage('');
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };

  const NativeSocket = WebSocket;
  globalThis.WebSocket = class extends NativeSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        const at = performance.now();
        const name = nameOf(String(data));
        mark(`in ${name}`, at);
        if (name === 'INVITE') watchButton('answer');
      });
    }

    send(data) {
      super.send(data);
      mark(`out ${nameOf(String(data))}`);
    }
  };

  addEventListener('click', (event) => mark('click', event.timeStamp), { capture: true });

  /** Each page adds: button(name), field(), state(), tell(event). */
  globalThis.bench = {
    mark,
    take() {
      const taken = marks;
      marks = [];
      return taken;
    },
    now: () => performance.timeOrigin + performance.now(),
    origin: () => performance.timeOrigin,
    /** Where to click, once the button is there, enabled and at rest. */
    async centreOf(name) {
      for (;;) {
        const button = bench.button(name);
        if (button?.checkVisibility() && !button.disabled) {
          const { left, top, width, height } = button.getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    async becomes(state) {
      while (bench.state() !== state) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    /** One whole call of ours, pressed by the page itself. */
    async cycle(number) {
      bench.field().value = number;
      bench.dial(number);
      await bench.becomes('talking');
      bench.hangUp();
      await bench.becomes('idle');
    },
  };
}
