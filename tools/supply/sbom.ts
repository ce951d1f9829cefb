import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { stated } from './licences.ts';
import { deployed, isInstalled, nameOf, neededFor, placesIn } from './lockfile.ts';

/** The parts of a CycloneDX document that are read here. */
export interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

export interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly object[];
}

const own = 'EUPL-1.2';

const withLicence = (component: Component, id: string): Component => ({
  ...component,
  licenses: [{ license: { id } }],
});

/** A component by its package's name, where npm names those of the workspace by their folders, and with its licence. Throws where that is not known. */
function named(component: Component): Component {
  const ref = component['bom-ref'];
  const name = ref.slice(0, ref.lastIndexOf('@'));
  const whole = { ...component, name };
  if (name.startsWith('@ecou/')) return withLicence(whole, own);
  if (component.licenses) return whole;
  const found = stated[name];
  if (!found) throw new Error(`${name} states no licence: look it up, and name it in tools/supply/licences.ts.`);
  return withLicence(whole, found.licence);
}

/** The references of what is deployed: `name@version`. */
function deployedRefs(root: string): ReadonlySet<string> {
  const places = placesIn(root);
  const manifest = (path: string) =>
    JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as { name: string; version: string };
  return new Set(
    [...neededFor(places, deployed(places))].map((path) => {
      if (isInstalled(path)) return `${nameOf(path)}@${places[path]?.version ?? ''}`;
      const { name, version } = manifest(path);
      return `${name}@${version}`;
    }),
  );
}

/**
 * The bill of materials of what is deployed, as CycloneDX 1.5: what is installed here and the apps need when they run, with hashes and licences.
 * npm says what is installed. Its own `--omit dev` is not asked: it leaves out packages that development needs as well, such as zod.
 */
export async function bomOf(root: string): Promise<Bom> {
  const { stdout } = await execa('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], { cwd: root });
  const whole = JSON.parse(stdout) as Bom;
  const refs = deployedRefs(root);
  const { component } = whole.metadata;
  return {
    ...whole,
    metadata: { ...whole.metadata, component: { ...component, name: 'ecou' } },
    components: whole.components
      .filter((each) => refs.has(each['bom-ref']))
      .map((each) => ({ ...named(each), type: 'library' })),
    dependencies: whole.dependencies
      .filter(({ ref }) => refs.has(ref) || ref === component['bom-ref'])
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) })),
  };
}
