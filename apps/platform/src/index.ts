export { firstKey, temporaryKey } from './first-key/first-key.js';
export { runPlatform, type Loader, type PlatformOptions } from './platform.js';
