import { answerMessage, createSearchDesk, type SearchMessage } from '../../../src-shared/procedure/search/protocol.ts';
import { createIndexStore } from './index-store.ts';

/** Searches beside the page, so that no key waits for another. The worker's name is that of its database. */
const desk = createSearchDesk(createIndexStore(indexedDB, self.name));
let before: Promise<unknown> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<SearchMessage>) => {
  // One after the other: what is asked after a change sees it.
  before = before.then(async () => postMessage(await answerMessage(desk, data)));
});
