import { expect, type Page } from '@playwright/test';
import type { ConsolePage } from './console-page.ts';
import type { Device } from './device.ts';

/** Writes notes on the incident that is open, as a person types them. */
export async function writeNotes(page: Page, { t }: ConsolePage, texts: readonly string[]): Promise<void> {
  const note = page.getByRole('textbox', { name: t('incident.note.label') });
  for (const text of texts) {
    await note.fill(text);
    await note.press('Control+Enter');
    await expect(note).toHaveValue('');
  }
}

/** The texts of all notes that the server has, sorted. */
export async function notesOn(device: Device): Promise<string[]> {
  const entries = await device.records('timelineEntry');
  return entries.flatMap(({ doc }) => (doc.event.kind === 'note' ? [doc.event.text] : [])).sort();
}

/** So many changes wait for the server, and each is said to be saved on this laptop. */
export async function expectSaved({ status, pending }: ConsolePage, count: number): Promise<void> {
  await expect(pending(count)).toBeVisible();
  await expect(status).not.toContainText(/pas encore enregistré/);
}
