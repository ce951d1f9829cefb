import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { Checkpoints } from './checkpoints/checkpoints.js';
import { HourlyCheckpoints } from './checkpoints/hourly.js';
import { leafIntake } from './leaf-intake.js';
import { TransparencyController } from './transparency.controller.js';
import { TransparencyLog1797100000000 } from './transparency.migrations.js';

/** The public log of registrations, by which everybody can see that none was changed, added or taken away. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'integrations',
      intakes: () => [leafIntake],
      migrations: [TransparencyLog1797100000000],
    }),
  ],
  controllers: [TransparencyController],
  providers: [Checkpoints, HourlyCheckpoints],
})
export class TransparencyModule {}
