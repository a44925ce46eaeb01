import { parseRun } from '../../../src-shared/procedure/parse.ts';

/** Reads long texts beside the page, so that no key waits. */
addEventListener('message', ({ data }: MessageEvent<Parameters<typeof parseRun>[0]>) => postMessage(parseRun(data)));
