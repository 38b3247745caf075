import { Component, CUSTOM_ELEMENTS_SCHEMA, inject } from '@angular/core';
import type { CtiEventMap } from 'cti-panel';
import { Telephone } from './telephone';

@Component({
  selector: 'app-customer-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <cti-panel
      server="wss://pbx.example"
      uri="sip:101@example.com"
      [transport]="telephone.transport"
      [ringVolume]="telephone.volume"
      (cti-call-ended)="ended($event)"
    ></cti-panel>
  `,
})
export class CustomerPage {
  readonly telephone = inject(Telephone);

  ended({ detail }: CtiEventMap['cti-call-ended']): void {
    this.telephone.record = `${detail.call.number} ${detail.reason} ${detail.by}`;
  }
}
