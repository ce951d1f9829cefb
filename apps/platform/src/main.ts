import { runPlatform } from './platform.js';

await runPlatform({ env: process.env });
