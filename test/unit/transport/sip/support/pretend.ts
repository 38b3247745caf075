const undo: (() => void)[] = [];

/** Puts a value in front of a browser's own, until `endPretending()`. */
export function pretend(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { configurable: true, value });
  undo.push(() => Reflect.deleteProperty(target, name));
}

/** Stands in for the browser's `getUserMedia`. */
export function pretendMicrophone(getUserMedia: MediaDevices['getUserMedia']): void {
  pretend(navigator.mediaDevices, 'getUserMedia', getUserMedia);
}

/** What the browser says of its microphone permission. */
export function pretendPermission(state: PermissionState): void {
  pretend(navigator.permissions, 'query', () => Promise.resolve({ state }));
}

export function failing(name: string): MediaDevices['getUserMedia'] {
  return () => Promise.reject(new DOMException('no', name));
}

export function endPretending(): void {
  for (const take of undo.splice(0)) take();
}
