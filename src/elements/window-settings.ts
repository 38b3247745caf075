import { html, nothing, type TemplateResult } from 'lit';
import type { PanelServices, ShortcutName } from '../context/panel-services.js';
import type { Localizer } from '../i18n/localize.js';
import { icons } from './icons.js';
import { shortcutText } from './shortcut-text.js';

const shortcutNames: readonly ShortcutName[] = ['answer', 'end', 'hold', 'mute', 'dial', 'window'];

/** What operators set for themselves, and what they may want to look up. `changed` asks for another render. */
export function settingsView(
  localize: Localizer,
  services: PanelServices | undefined,
  changed: () => void,
): TemplateResult {
  return html`
    ${services ? volumeSection(localize, services) : nothing}
    ${notificationSection(localize, changed)}
    ${services?.shortcuts ? shortcutSection(localize, services.shortcuts) : nothing}
    <section part="section">
      <h3>${localize.term('language')}</h3>
      <p>${localize.term('$name')}</p>
    </section>
  `;
}

function volumeSection(localize: Localizer, services: PanelServices): TemplateResult {
  const percent = Math.round(services.ringVolume * 100);
  const shown = localize.number(services.ringVolume, { style: 'percent' });
  const set = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) services.setRingVolume(target.valueAsNumber / 100);
  };
  return html`<section part="section">
    <h3 id="volume-name">${localize.term('ringVolume')}</h3>
    <div class="volume">
      ${icons.volume}
      <input
        part="volume"
        type="range"
        min="0"
        max="100"
        step="5"
        aria-labelledby="volume-name"
        aria-valuetext=${shown}
        .value=${String(percent)}
        @input=${set}
      />
      <output aria-hidden="true">${shown}</output>
    </div>
  </section>`;
}

function notificationSection(localize: Localizer, changed: () => void): TemplateResult {
  const state = 'Notification' in globalThis ? Notification.permission : 'unsupported';
  const ask = (): void => void Notification.requestPermission().then(changed, changed);
  return html`<section part="section">
    <h3>${localize.term('notifications')}</h3>
    <p>${localize.term('notificationState', state)}</p>
    ${
      state === 'default'
        ? html`<button part="allow" type="button" @click=${ask}>
            ${localize.term('allowNotifications')}
          </button>`
        : nothing
    }
  </section>`;
}

function shortcutSection(
  localize: Localizer,
  shortcuts: Exclude<PanelServices['shortcuts'], false>,
): TemplateResult {
  const used = shortcutNames.flatMap((name) => {
    const keys = shortcuts[name];
    return keys ? [{ name, keys }] : [];
  });
  return html`<section part="section">
    <h3>${localize.term('shortcuts')}</h3>
    <dl>
      ${used.map(
        ({ name, keys }) =>
          html`<div>
            <dt>${localize.term('shortcutName', name)}</dt>
            <dd><kbd dir="ltr">${shortcutText(keys)}</kbd></dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
