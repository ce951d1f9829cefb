export type { Letter } from './letter.js';
export { Letters } from './letters.js';
export { TaggedDocument, type DocumentFacts, type Passage, type Table, type TableColumn } from './tagged-document.js';
