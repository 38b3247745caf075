import { spaced, text } from './texts.js';

/**
 * An element with attributes and children. A value `true` sets an empty attribute, `false`,
 * `null` and `undefined` set none; such children are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== false && child != null));
  return element;
}

/** An icon of the sprite in index.html; decoration, so hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Up to two initials in a tinted circle. */
export function face(name) {
  const words = name.split(/\s+/);
  const short = [words[0], ...words.slice(1).slice(-1)].map((word) => word[0]).join('');
  const tint = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5;
  return el(
    'span',
    { class: `face tint-${tint}`, 'aria-hidden': 'true' },
    short.toLocaleUpperCase(),
  );
}

/**
 * A number one can click. It is a `tel:` link, so it works without the panel; panel.js has the panel call it when there
 * is one. `customer` is the record whose number it is.
 */
export function dialLink(number, label = spaced(number), customer = undefined) {
  return el(
    'a',
    {
      class: 'dial',
      href: `tel:${number}`,
      'data-cti-customer-id': customer?.id,
      'data-cti-customer-type': customer?.type,
      'data-cti-customer-name': customer?.name,
      'data-cti-account-name': customer?.account?.name,
      'aria-label': `${text('dial')} ${label}`,
    },
    icon('phone'),
    el('bdi', { dir: 'ltr' }, label),
  );
}
