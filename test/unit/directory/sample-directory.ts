import type { PageFetch } from '../../../src/base/page-fetch.js';
import type { Customer } from '../../../src/directory/customer-directory.js';

interface SampleDirectory {
  answer(question: {
    readonly method: string;
    readonly url: URL;
    readonly body: () => Promise<unknown>;
  }): Promise<{ readonly status: number; readonly body?: unknown }>;
}

interface SampleModule {
  readonly Directory: new () => SampleDirectory;
  readonly CUSTOMERS: readonly Customer[];
}

/** What the development server runs on; not TypeScript, and so not known to it by its path. */
const module = import(
  new URL('../../../demo/directory.mjs', import.meta.url).href
) as Promise<SampleModule>;

export async function sampleCustomers(): Promise<readonly Customer[]> {
  return (await module).CUSTOMERS;
}

/** A `fetch` that is answered by the directory of the development server, without a network. */
export async function sampleFetch(): Promise<PageFetch> {
  const { Directory } = await module;
  const directory = new Directory();
  return async (request) => {
    request.signal.throwIfAborted();
    try {
      const { status, body } = await directory.answer({
        method: request.method,
        url: new URL(request.url),
        body: () => request.json() as Promise<unknown>,
      });
      return new Response(body === undefined ? null : JSON.stringify(body), { status });
    } catch (error) {
      const { status, message } = error as { readonly status: number; readonly message: string };
      return Response.json({ error: message }, { status });
    }
  };
}
