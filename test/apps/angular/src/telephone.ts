import { Injectable } from '@angular/core';
import { SimulatorTransport } from 'cti-panel';

/** What outlives the pages. */
@Injectable({ providedIn: 'root' })
export class Telephone {
  readonly transport = new SimulatorTransport();
  record = '';
  volume = 0.5;
}
