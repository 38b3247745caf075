import { expect } from '@open-wc/testing';
import { allRecords, csvOf } from '../../../src/history/history-csv.js';
import { MemoryHistory } from '../../../src/history/memory-history.js';
import { callRecord, missedRecord, noon } from '../../support/call-records.js';

const rows = (csv: string): string[] => csv.slice(1).split('\r\n');

describe('the history as CSV', () => {
  it('has a line of names and a line for each record (RFC 4180)', () => {
    const csv = csvOf([missedRecord({ id: 'a', number: '', note: 'one\n"two", three' })]);
    expect(csv.charCodeAt(0)).to.equal(0xfeff);
    const [names, ...lines] = rows(csv);
    expect(names).to.match(/^id,direction,number,/);
    expect(lines.join('\r\n')).to.equal(
      'a,incoming,,,,,,2026-01-05T12:00:00.000Z,,2026-01-05T12:01:05.000Z,0,0,cancelled,remote,' +
        'true,"one\n""two"", three"\r\n',
    );
  });

  it('row 144: has no cell that a spreadsheet takes for a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r']) {
      const csv = csvOf([callRecord({ displayName: `${start}cmd|' /C calc'!A0`, note: 'a,b' })]);
      expect(csv, JSON.stringify(start)).to.match(/,"?'[=+\-@\t\r]cmd/);
    }
    expect(csvOf([callRecord({ number: '+12025550101' })])).to.include(",'+12025550101,");
  });

  it('is of all records, however many pages they are', async () => {
    const records = Array.from({ length: 1_001 }, (_, index) =>
      callRecord({ id: `call-${index}`, started: noon - index }),
    );
    const history = new MemoryHistory({ limit: 2_000, records });
    expect(await allRecords(history)).to.deep.equal(records);
  });
});
