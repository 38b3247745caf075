import { expect } from '@open-wc/testing';
import { dayName, daysOf } from '../../../src/elements/history-days.js';
import { callRecord } from '../../support/call-records.js';

const at = (month: number, day: number, hour = 12, year = 2026): number =>
  new Date(year, month - 1, day, hour).getTime();

describe('the days of a history', () => {
  it('are Today, Yesterday and dates, in words of the language', () => {
    const now = at(3, 4);
    const name = (start: number, lang: string): string => dayName(start, now, lang);
    expect(name(at(3, 4, 0), 'en')).to.equal('Today');
    expect(name(at(3, 3, 0), 'en')).to.equal('Yesterday');
    expect(name(at(3, 2, 0), 'en')).to.equal('Monday, March 2');
    expect(name(at(12, 31, 0, 2025), 'en')).to.equal('Wednesday, December 31, 2025');
    expect(name(at(3, 4, 0), 'ru')).to.equal('Сегодня');
    expect(name(at(3, 3, 0), 'ru')).to.equal('Вчера');
    expect(name(at(3, 2, 0), 'ru')).to.equal('понедельник, 2 марта');
  });

  it('hold the calls that began on them, and stay the same objects while nothing changes', () => {
    const records = [at(3, 4, 1), at(3, 4, 0), at(3, 3, 23)].map((started) =>
      callRecord({ started }),
    );
    const days = daysOf(records, []);
    expect(days.map(({ start, records: { length } }) => [start, length])).to.deep.equal([
      [at(3, 4, 0), 2],
      [at(3, 3, 0), 1],
    ]);
    const later = daysOf([callRecord({ started: at(3, 4, 2) }), ...records], days);
    expect(later[0]).not.to.equal(days[0]);
    expect(later[1]).to.equal(days[1]);
  });
});
