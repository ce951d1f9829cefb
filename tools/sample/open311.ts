import type { Api, Step } from './api.ts';
import { reports, services } from './facts/open311.ts';

const staff = '/feedback/v1/open311-services';
const requests = '/feedback/open311/v2/requests.json';

/** Only where it was never offered: what somebody has changed since stays. */
async function offer(api: Api, code: string, service: object): Promise<void> {
  const { body } = await api.get<{ items: readonly { code: string }[] }>(staff);
  if (!body.items.some((one) => one.code === code)) await api.put(`${staff}/${code}`, service);
}

/** The standard knows no way to send a form twice safely, so what is there is counted. */
async function report(api: Api, form: object, index: number): Promise<void> {
  const { body } = await api.get<readonly object[]>(`${requests}?page_size=${reports.length}`);
  if (body.length <= index) await api.post(requests, form);
}

/** Categories offered to reporting apps, and what such an app handed in; all made up. */
export const open311Steps: readonly Step[] = [
  ...Object.entries(services).map(
    ([code, service]) =>
      (api: Api) =>
        offer(api, code, service),
  ),
  ...reports.map((form, index) => (api: Api) => report(api, form, index)),
];
