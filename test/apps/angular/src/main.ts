import { provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import 'cti-panel/define';
import { App } from './app';
import { CustomerPage } from './customer-page';

// From Angular 21 on zone.js is asked for; most applications that exist run with it.
void bootstrapApplication(App, {
  providers: [
    provideZoneChangeDetection(),
    provideRouter([
      { path: 'customers/1', component: CustomerPage, title: 'One' },
      // A route of its own: Angular destroys the page of the other and makes this one anew.
      { path: 'customers/2', component: CustomerPage, title: 'Two' },
      { path: '**', redirectTo: 'customers/1' },
    ]),
  ],
});
