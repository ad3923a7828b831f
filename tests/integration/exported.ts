import type { ContractClient, ExportState, RequestInput } from '../../shared/contract/index.ts';

/** Has a station export, and waits until that has ended. */
export async function exported(client: ContractClient, asked: RequestInput<'export.start'> = {}): Promise<ExportState> {
  const ended = new Promise<ExportState>((resolve) => {
    client.on('export.changed', (state) => {
      if (state.state !== 'running') resolve(state);
    });
  });
  await client.request('export.start', asked);
  return ended;
}
