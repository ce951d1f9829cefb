import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

/** Lets a process that a spec starts run the sources as they are: `.js` in an import means `.ts`, a package of ours its sources. */
const libs = new URL('../../../', import.meta.url);
const options = { ...JSON.parse(readFileSync(new URL('../.swcrc', libs), 'utf8')), $schema: undefined };

/** The file that a package of ours names as the types of what it exports. */
const sourceOf = (specifier) => {
  const [, name, path = ''] = /^@ecou\/([a-z-]+)(\/.+)?$/.exec(specifier) ?? [];
  if (!name) return undefined;
  const { exports } = JSON.parse(readFileSync(new URL(`${name}/package.json`, libs), 'utf8'));
  return new URL(exports[`.${path}`].types, new URL(`${name}/`, libs)).href;
};

registerHooks({
  resolve: (specifier, context, next) => {
    const own = sourceOf(specifier);
    if (own) return { url: own, shortCircuit: true };
    if (specifier.startsWith('.') && specifier.endsWith('.js')) {
      const file = ['.ts', '.tsx']
        .map((ending) => fileURLToPath(new URL(specifier.replace(/\.js$/, ending), context.parentURL)))
        .find(existsSync);
      if (file) return { url: pathToFileURL(file).href, shortCircuit: true };
    }
    return next(specifier, context);
  },
  load: (url, context, next) => {
    if (!/\.tsx?$/.test(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      ...options,
      filename,
      swcrc: false,
      sourceMaps: false,
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
