export { prefers } from '../accept/accept.js';
export { publisherOf, type Publisher } from '../config/publisher.js';
export { errorPage, languageOf } from './error-page.js';
export { privacyPage } from './privacy-page.js';
export { renderPage } from './page.js';
export { startPage, type StartGroup } from './start-page.js';
