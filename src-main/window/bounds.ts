import type { WindowBounds } from '../platform/settings-file.ts';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

const FIRST = { width: 1280, height: 832 };

/** The remembered place, unless the screen that held it is gone; then a first size, centred by the system. */
export function fitBounds(remembered: WindowBounds | undefined, screens: Area[]): Partial<Area> {
  if (!remembered) return { ...FIRST };
  const { x, y, width, height } = remembered;
  const screen = screens.find(
    (area) => x + 80 < area.x + area.width && x + width > area.x + 80 && y >= area.y && y + 40 < area.y + area.height,
  );
  return screen
    ? { x, y, width: Math.min(width, screen.width), height: Math.min(height, screen.height) }
    : { width: Math.max(width, 720), height: Math.max(height, 480) };
}
