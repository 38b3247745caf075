import { LocalizeController, type FunctionParams } from '@shoelace-style/localize';
import { durationOf, elapsedOf } from './duration.js';
import { closestLang, watchLang } from './lang-watch.js';
import { messagesIn } from './register.js';
import type { Messages } from './messages.js';

/**
 * Texts, numbers and durations in the language in force at an element: the closest `lang`, followed when it changes.
 * (The library sees only the element's own and that of `<html>`.)
 */
export class Localizer extends LocalizeController<Messages> {
  #lang: string | undefined;
  #unwatch: (() => void) | undefined;

  override hostConnected(): void {
    super.hostConnected();
    this.#unwatch?.();
    this.#unwatch = watchLang(this.host, () => this.#refresh());
    this.#refresh();
  }

  override hostDisconnected(): void {
    super.hostDisconnected();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  /** A valid BCP 47 tag in small letters. */
  override lang(): string {
    const lang = closestLang(this.host).replace(/_/g, '-').toLowerCase();
    try {
      return new Intl.Locale(lang).baseName.toLowerCase();
    } catch {
      return 'en';
    }
  }

  override term<K extends keyof Messages>(key: K, ...args: FunctionParams<Messages[K]>): string {
    const message: Messages[K] = messagesIn(this.lang())[key];
    if (!isFunction(message)) return String(message);
    return message(...args);
  }

  /** `mm:ss`, from an hour on `h:mm:ss`: how long a call or a status has lasted, in ms. */
  duration(ms: number): string {
    return durationOf(ms, this.lang());
  }

  /** `m:ss`, from an hour on `h:mm:ss`: how long one waits for something, in ms. */
  elapsed(ms: number): string {
    return elapsedOf(ms, this.lang());
  }

  #refresh(): void {
    const lang = this.lang();
    if (lang === this.#lang) return;
    this.#lang = lang;
    this.host.requestUpdate();
  }
}

function isFunction(value: unknown): value is (...args: readonly unknown[]) => string {
  return typeof value === 'function';
}
