import { Module, type ModuleMetadata, type Type } from '@nestjs/common';

/** A room of a context that only specs have. */
export function testRoom(metadata: ModuleMetadata): Type {
  @Module(metadata)
  class TestRoom {}
  return TestRoom;
}
