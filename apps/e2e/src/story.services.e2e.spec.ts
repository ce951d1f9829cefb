import { startServices } from './deployment.js';
import { forgetTopics, testBrokers } from '@ecou/tools/testing/kafka.ts';
import { tellStory } from './story.js';

tellStory(
  'services over Kafka',
  async (smtpUrl) => {
    await forgetTopics(testBrokers());
    return startServices(testBrokers(), { smtpUrl });
  },
  async (ecou, publish) => {
    const [events, notifications] = [ecou.process('events'), ecou.process('notifications')];
    await notifications.kill();
    const answer = await publish();
    await events.kill();
    await notifications.start();
    await events.start();
    return answer;
  },
);
