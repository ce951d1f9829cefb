import { randomUUID } from 'node:crypto';
import { ResultsPublishedV1, type DataOf } from '@ecou/contracts';
import { defineEvents, streamOf, type RecordedEvent } from '@ecou/event-sourcing';
import { as } from '@ecou/messaging';
import { defineContext, EventSourcingModule } from '@ecou/runtime';
import { testRoom, type TestProcess } from '@ecou/runtime/testing';

type Results = DataOf<typeof ResultsPublishedV1>;

const questionnaire = {
  category: 'questionnaire',
  events: defineEvents('questionnaire', { ResultsPublished: ResultsPublishedV1.schema }),
};

/** Stands for the other context: it publishes what it is told to. */
export const feedback = defineContext({
  name: 'feedback',
  title: 'Publishes results',
  modules: [
    testRoom({
      imports: [
        EventSourcingModule.forFeature({
          context: 'feedback',
          aggregates: [questionnaire],
          publish: {
            ResultsPublished: ({ data }: RecordedEvent<{ type: 'ResultsPublished'; data: Results }>) =>
              as(ResultsPublishedV1, data),
          },
        }),
      ],
    }),
  ],
});

/** Has feedback publish results. */
export async function publishResults(test: TestProcess, data: Results): Promise<void> {
  const cause = randomUUID();
  await test.context('feedback').store.append({
    writes: [
      {
        stream: streamOf('questionnaire', data.questionnaireId),
        expected: 'any',
        events: [{ id: randomUUID(), type: 'ResultsPublished', data }],
      },
    ],
    metadata: { actor: 'system', correlationId: cause, causationId: cause },
  });
}
