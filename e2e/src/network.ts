// What a network does to a page. The answers are the server's own, late or lost; no story makes one up.
import type { Page } from "@playwright/test";

/** Delays answers from matching addresses. `asked` resolves at the first request, `release` lets all answers through, and
 * `count` says how many requests there were. */
export async function hold(
  page: Page,
  url: RegExp,
  method = "GET",
): Promise<{ asked: Promise<void>; release: () => void; count: () => number }> {
  let [ask, release, count] = [() => {}, () => {}, 0];
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(url, async (route) => {
    if (route.request().method() === method) {
      count += 1;
      ask();
      await released;
    }
    await route.continue();
  });
  return { asked, release, count: () => count };
}

/** Drops the connection of requests to matching addresses, until the returned function restores it. */
export async function drop(page: Page, url: RegExp): Promise<() => Promise<void>> {
  await page.route(url, (route) => route.abort("connectionreset"));
  return () => page.unroute(url);
}
