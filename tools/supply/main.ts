import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bomOf } from './sbom.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'dist');
const bom = await bomOf(root);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
console.log(`dist/sbom.cdx.json: ${bom.components.length} components`);
