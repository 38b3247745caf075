import { expect } from '@open-wc/testing';
import { ctiErrorReasons } from '../../../src/base/error.js';
import { durationOf, elapsedOf } from '../../../src/i18n/duration.js';
import { en } from '../../../src/i18n/en.js';
import type { Messages } from '../../../src/i18n/messages.js';
import { messagesIn, registerLanguage } from '../../../src/i18n/register.js';
import { ru } from '../../../src/i18n/ru.js';

/** The words of the contract (DESIGN 2.4). */
const words: readonly (readonly [keyof Messages, string, string])[] = [
  ['phoneNumber', 'Phone number', 'Номер телефона'],
  ['call', 'Call', 'Позвонить'],
  ['openWindow', 'Open CTI window', 'Открыть CTI-окно'],
  ['status', 'Status', 'Состояние'],
  ['answer', 'Answer', 'Ответить'],
  ['decline', 'Decline', 'Отклонить'],
  ['endCall', 'End call', 'Завершить'],
  ['hold', 'Hold', 'Удержать'],
  ['resume', 'Resume', 'Снять с удержания'],
  ['mute', 'Mute', 'Выключить микрофон'],
  ['unmute', 'Unmute', 'Включить микрофон'],
  ['silence', 'Silence', 'Без звука'],
  ['keypad', 'Keypad', 'Клавиатура'],
  ['transfer', 'Transfer', 'Перевести'],
  ['incomingCall', 'Incoming call', 'Входящий звонок'],
  ['outgoingCall', 'Outgoing call', 'Исходящий звонок'],
  ['onHold', 'On hold', 'На удержании'],
  ['liftHandset', 'Lift the handset to answer', 'Поднимите трубку, чтобы ответить'],
  ['linkNumber', 'Link number', 'Привязать номер'],
  ['onlyThisCall', 'Only this call', 'Только этот звонок'],
];

describe('messages', () => {
  for (const [key, english, russian] of words) {
    it(`says ${english}`, () => {
      expect(en[key]).to.equal(english);
      expect(ru[key]).to.equal(russian);
    });
  }

  it('counts customers as each language does', () => {
    expect([1, 2, 5].map(en.customersFound)).to.deep.equal([
      '1 customer found',
      '2 customers found',
      '5 customers found',
    ]);
    expect([1, 2, 5, 11, 21, 22, 25].map(ru.customersFound)).to.deep.equal([
      'Найден 1 клиент',
      'Найдено 2 клиента',
      'Найдено 5 клиентов',
      'Найдено 11 клиентов',
      'Найден 21 клиент',
      'Найдено 22 клиента',
      'Найдено 25 клиентов',
    ]);
  });

  it('has every text in both languages, and none that was forgotten in English', () => {
    expect(Object.keys(ru).sort()).to.deep.equal(Object.keys(en).sort());
    const same = new Set<string>(['$dir']);
    for (const [key, text] of Object.entries(en)) {
      if (typeof text !== 'string' || same.has(key)) continue;
      expect(text, key).not.to.equal('');
      expect(ru[key as keyof Messages], key).not.to.equal(text);
    }
  });

  for (const [name, language] of Object.entries({ en, ru })) {
    it(`has a sentence of its own for every reason: ${name}`, () => {
      const sentences = ctiErrorReasons.map((reason) => language.problem(reason));
      for (const sentence of sentences) {
        expect(sentence).to.match(/^\p{Lu}.*\.$/u);
        expect(sentence.length).to.be.lessThan(100);
      }
      expect(new Set(sentences).size).to.equal(sentences.length);
    });

    it(`gives the buttons of other calls names of their own: ${name}`, () => {
      const { answerCall, declineCall, silenceCall, endCallWith } = language;
      const reserved = words.map(([key]) => language[key]);
      for (const message of [answerCall, declineCall, silenceCall, endCallWith]) {
        expect(message('Anna')).to.include('Anna');
        expect(reserved).not.to.include(message('Anna'));
      }
    });
  }
});

describe('registerLanguage', () => {
  it('adds a language; what it lacks is in English', () => {
    registerLanguage({ $code: 'de', $name: 'Deutsch', $dir: 'ltr', answer: 'Annehmen' });
    expect(messagesIn('de').answer).to.equal('Annehmen');
    expect(messagesIn('de-AT').answer).to.equal('Annehmen');
    expect(messagesIn('de').decline).to.equal('Decline');
    registerLanguage({ $code: 'de-AT', $name: 'Deutsch', $dir: 'ltr', decline: 'Abweisen' });
    expect(messagesIn('de-at').decline).to.equal('Abweisen');
    expect(messagesIn('de-at').answer).to.equal('Annehmen');
  });

  it('shows English in a language that nobody has added', () => {
    expect(messagesIn('fi').answer).to.equal('Answer');
  });
});

describe('durations', () => {
  it('are mm:ss, and from an hour on h:mm:ss', () => {
    expect(
      [0, 999, 61_000, 3_599_999, 3_600_000, 36_061_000].map((ms) => durationOf(ms)),
    ).to.deep.equal(['00:00', '00:00', '01:01', '59:59', '1:00:00', '10:01:01']);
  });

  it('are shorter where one waits', () => {
    expect([3_000, 65_000, 3_600_000].map((ms) => elapsedOf(ms))).to.deep.equal([
      '0:03',
      '1:05',
      '1:00:00',
    ]);
  });

  it('are never negative: clocks differ', () => {
    expect(durationOf(-5_000)).to.equal('00:00');
  });

  it('have the digits of the language', () => {
    expect(durationOf(61_000, 'ar-EG')).to.equal('٠١:٠١');
  });
});
