export { TaggedDocument, type DocumentFacts, type Passage, type Table, type TableColumn } from './tagged-document.js';
