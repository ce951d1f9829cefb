import type { Api, Step } from './api.ts';
import { sampleId } from './ids.ts';
import { petitionIdOf } from './petitions.ts';

/** A synthetic picture, 64 by 48 pixels: a swing that hangs by one rope. */
const swing =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwAgMAAADcJZSMAAAADFBMVEVRV17f6O6XnaG9x85FuEqYAAAACXBIWXMAAAsTAAALEwEAmpwYAAAA+k' +
  'lEQVQokZ3SMQ6DMAwFUFPEQCXGHCFL9+4cgQFDpNKKI2TpBbgDe8eqe3cukftUtuMgVc1SDwg9CQf/GPCr4E+4vbjeCRxw2Tx0p8fxcXxWOxhn' +
  'ne138AJNgnklGOo8tIFgLHZAAtxhEygTLAJLHkqBLUEh0CqMCiHCUKOjSec1B30j4I1CJdApTArnCM4KOJuD7izvU6VgBHoFr9BEmFeBoc5BGw' +
  'RGypABseNrVNgQPedJD4IFsQWalDKM4IAaKpSII0Dgbxmol4eGuxPwaQMc+HwCueQZDGeYYIKgIIvCf2MEeJXwIqFCzIWLQiXgOXg9BfCucP21' +
  '6x+5CO5YVY9WUwAAAABJRU5ErkJggg==';

const text = 'Sintetic: am desenat leagănul rupt.';

/** Somebody adds a picture to what they noticed, unless it is there already. */
async function attachPicture(api: Api): Promise<void> {
  const path = `/feedback/v1/petitions/${petitionIdOf('swing')}`;
  const { version } = (await api.get<{ version: number }>(path)).body;
  // Its registration is version 1.
  if (version > 1) return;
  const form = new FormData();
  form.append('files', new Blob([Buffer.from(swing, 'base64')], { type: 'image/png' }), 'leagan-sintetic.png');
  const { files } = (await api.post('/feedback/v1/files', form)) as { files: readonly [{ id: string; name: string }] };
  const [{ id: file, name }] = files;
  const message = { id: sampleId('message', 'swing'), from: 'citizen', text, attachments: [{ file, name }] };
  await api.post(`${path}/messages`, message);
}

/** A file that is attached to a notice, made up. */
export const attachmentSteps: readonly Step[] = [attachPicture];
