import { Controller, Inject, type Type } from '@nestjs/common';
import { Engine } from './engine.js';

/** The operators' routes of one context. Provide its `Engine` in the same module. */
export function opsController(context: string): Type {
  @Controller(`${context}/ops/v1`)
  class OpsController {
    constructor(@Inject(Engine) readonly engine: Engine) {}
  }
  return OpsController;
}
