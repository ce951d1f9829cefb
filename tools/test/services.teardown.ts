/** After the last test of a run: stops what the setup started. */
export default async function teardown(): Promise<void> {
  await globalThis.ecouTestServices?.stop();
}
