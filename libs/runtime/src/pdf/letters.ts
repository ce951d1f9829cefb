import { Documents } from '../threads/documents.js';
import { builtBeside } from '../threads/threads.js';
import type { Letter } from './letter.js';

/** Makes letters as PDF outside of the event loop, and keeps those that were asked for last. */
export class Letters extends Documents<Letter> {
  constructor() {
    super(builtBeside(import.meta.url, './letter.worker.js'));
  }
}
