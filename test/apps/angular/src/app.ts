import { Component, inject, type DoCheck } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';
import { Telephone } from './telephone';

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterOutlet],
  template: `
    <nav><a routerLink="/customers/1">One</a> <a routerLink="/customers/2">Two</a></nav>
    <button type="button" (click)="telephone.volume = 0.25">Quieter</button>
    <output>{{ telephone.record }}</output>
    <router-outlet />
  `,
})
export class App implements DoCheck {
  readonly telephone = inject(Telephone);
  #checks = 0;

  /** Runs once in every change detection. */
  ngDoCheck(): void {
    this.#checks += 1;
    document.documentElement.dataset['checks'] = String(this.#checks);
  }
}
