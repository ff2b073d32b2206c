import type { Page } from 'playwright-core';
import { seriousFindings } from './axe.js';
import { desktop, phone } from './browser.js';

/** What every page has to fit. */
export const sizes = [
  { name: '1280x800', device: desktop },
  { name: '390x844', device: phone },
];

export interface Pictures {
  /** Keeps what the page shows in `test/e2e/screens`, light and dark, and looks for faults in it. */
  shoot(state: string, options?: { judged?: boolean }): Promise<void>;
  /** A page that is too wide; and, where it was judged, faults for assistive technology. */
  readonly findings: readonly string[];
}

/** `series` and `size` are part of the files' names. */
export function createPictures(page: Page, series: string, size: string): Pictures {
  const findings: string[] = [];
  return {
    findings,
    shoot: async (state, { judged = true } = {}) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `test/e2e/screens/${series}-${state}-${size}-${colorScheme}.png` });
        const found = judged ? await seriousFindings(page) : [];
        const beyond = await overflow(page);
        if (beyond > 0) found.push(`${beyond} pixels too wide`);
        findings.push(...found.map((what) => `${state}, ${colorScheme}: ${what}`));
      }
    },
  };
}

/** Pixels by which the page is wider than the window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
