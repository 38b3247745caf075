import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import { toCtiError } from '../base/error.js';
import type { ControllerHost } from '../context/call-state.js';
import type { LentServices } from '../context/lent-services.js';
import type { HistoryServices } from '../context/panel-services.js';
import type { Command } from '../controller/commands.js';
import type { CallRecord } from '../history/call-history.js';
import type { Localizer } from '../i18n/localize.js';
import { isPlainClick } from './customer-text.js';
import type { RowAction, RowHost, RowState } from './history-row.js';
import { NoteDraft } from './note-draft.js';
import { problemText } from './problem-text.js';
import { askAbout } from './search-subject.js';

interface ActionsHost {
  readonly element: ReactiveElement & ControllerHost;
  readonly localize: Localizer;
  readonly services: LentServices;
  readonly send: (command: Command) => Promise<unknown>;
}

interface Problem {
  readonly id: string;
  readonly text: string;
  readonly canInsist: boolean;
}

/** What an operator does with past calls, and what came of it. */
export class HistoryActions {
  readonly note: NoteDraft;
  readonly #host: ActionsHost;
  #open: string | undefined;
  #problem: Problem | undefined;
  #deleted: CallRecord | undefined;
  #exportFailed = false;

  constructor(host: ActionsHost) {
    this.#host = host;
    this.note = new NoteDraft(host.element, (id, note) => {
      this.#do(id, async () => this.#history?.update(id, { note: note === '' ? undefined : note }));
    });
  }

  stateOf(id: string): Pick<RowState, 'isOpen' | 'problem' | 'canInsist'> {
    const problem = this.#problem?.id === id ? this.#problem : undefined;
    return {
      isOpen: this.#open === id,
      problem: problem?.text,
      canInsist: problem?.canInsist === true,
    };
  }

  /** @param accepts whether a press was meant for the row that is there now */
  rowHost(accepts: (event: Event) => boolean): RowHost {
    const { element, localize, services } = this.#host;
    return {
      localize,
      lang: localize.lang(),
      numbers: services.value?.numbers,
      baseUrl: element.ownerDocument.baseURI,
      act: (event, action, record) => {
        if (accepts(event)) this.act(action, record);
      },
      open: (event, record) => this.open(event, record),
      noteOf: ({ id, note = '' }) => this.note.textOf(id) ?? note,
      typeNote: ({ id }, text) => this.note.type(id, text),
      leaveNote: () => this.note.flush(),
    };
  }

  act(action: RowAction, record: CallRecord): void {
    const { id } = record;
    this.#tell();
    switch (action) {
      case 'call':
      case 'call-anyway':
        return this.#call(record, action === 'call-anyway');
      case 'details':
        this.#open = this.#open === id ? undefined : id;
        return;
      case 'link':
        return this.#link(record);
      case 'delete':
        return this.#delete(record);
      case 'retry-log':
        return this.#history?.retryLog();
    }
  }

  /** A click on the customer's name: a command, so that a page with a router can go there by itself. */
  open(event: MouseEvent, { id, customer }: CallRecord): void {
    if (!customer || !isPlainClick(event)) return;
    event.preventDefault();
    this.#do(id, () =>
      this.#host.send({ type: 'open-customer', customer }).catch((thrown: unknown) => {
        const { reason, operatorText } = toCtiError(thrown);
        if (reason !== 'refused' || operatorText !== undefined) throw thrown;
      }),
    );
  }

  markSeen(): void {
    // One that cannot be marked is counted on: nothing to bother an operator with.
    void this.#markSeen().catch(() => undefined);
  }

  undoBar(): TemplateResult {
    const { localize } = this.#host;
    const deleted = this.#deleted;
    return html`<div part="undo-bar" ?hidden=${!deleted}>
      <span role="status">${deleted ? localize.term('callDeleted') : nothing}</span>
      ${
        deleted
          ? html`<button part="undo" type="button" class="link" @click=${() => this.#undo(deleted)}>
              ${localize.term('undo')}
            </button>`
          : nothing
      }
    </div>`;
  }

  exportButton(): TemplateResult {
    const { localize } = this.#host;
    return html`<button part="export" type="button" @click=${() => void this.#export()}>
        ${localize.term('exportCalls')}
      </button>
      ${
        this.#exportFailed
          ? html`<p part="problem" role="alert">${localize.term('historyFailed')}</p>`
          : nothing
      }`;
  }

  get #history(): HistoryServices | undefined {
    return this.#host.services.value?.history;
  }

  #tell(problem?: Problem): void {
    this.#problem = problem;
    this.#host.element.requestUpdate();
  }

  #do(id: string, work: () => Promise<unknown>): void {
    work().catch((thrown: unknown) => {
      const text = problemText(thrown, this.#host.localize);
      if (text === undefined) return;
      this.#tell({ id, text, canInsist: toCtiError(thrown).reason === 'do-not-call' });
    });
  }

  #call({ id, number, customer }: CallRecord, confirmed: boolean): void {
    this.#do(id, () =>
      this.#host.send({
        type: 'dial',
        target: number,
        ...(customer ? { customer } : {}),
        ...(confirmed ? { confirmed } : {}),
      }),
    );
  }

  #link(record: CallRecord): void {
    const { activeController } = this.#host.element;
    if (!activeController) return;
    askAbout(activeController, record);
    this.#do(record.id, () => this.#host.send({ type: 'open-window', view: 'customers' }));
  }

  #delete(record: CallRecord): void {
    this.note.flush();
    this.#do(record.id, async () => {
      await this.#history?.delete(record.id);
      this.#deleted = record;
      this.#host.element.requestUpdate();
    });
  }

  #undo(record: CallRecord): void {
    this.#deleted = undefined;
    this.#do(record.id, async () => this.#history?.restore(record));
    this.#tell();
  }

  async #markSeen(): Promise<void> {
    const history = this.#history;
    if (history && (await history.missedCount()) > 0) await history.markSeen();
  }

  async #export(): Promise<void> {
    this.#exportFailed = false;
    try {
      const blob = await this.#history?.exportCsv();
      if (blob) download(this.#host.element.ownerDocument, blob, 'calls.csv');
    } catch {
      this.#exportFailed = true;
    }
    this.#tell();
  }
}

function download(page: Document, blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(page.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
