export const SECTIONS = [
  'server',
  'account',
  'notifications',
  'appearance',
  'sla',
  'priority-rules',
  'pack',
  'senders',
  'intake-keys',
  'diagnostics',
  'about',
] as const;

export type Section = (typeof SECTIONS)[number];

export const isSection = (text: string): text is Section => SECTIONS.some((section) => section === text);
