import { createContext } from '@lit/context';
import type { CallController } from '../controller/call-controller.js';

/** The controller itself, not its snapshot: it changes only when the panel gets another one. */
export const controllerContext = createContext<CallController | undefined>(
  Symbol.for('cti-panel.controller'),
);
