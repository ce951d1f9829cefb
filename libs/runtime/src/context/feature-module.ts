import type { DynamicModule, Type } from '@nestjs/common';
import type { Feature } from './feature.js';

const features = new WeakMap<DynamicModule, Feature>();

/** Notes which feature a module stands for. */
export function withFeature(module: DynamicModule, feature: Feature): DynamicModule {
  features.set(module, feature);
  return module;
}

/** The feature that a module stands for, if any. */
export const featureOf = (module: Type | DynamicModule): Feature | undefined =>
  'module' in module ? features.get(module) : undefined;
