export { anotherKey, firstKey, temporaryKey } from './first-key/first-key.js';
export { startGroups } from './start-groups.js';
export { contexts, runPlatform, type Loader, type PlatformOptions } from './platform.js';
export { keyLines, lostKeyLine, places } from './told.js';
