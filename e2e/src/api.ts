// Calls of the API with the page's own session.
import type { APIResponse, Page } from "@playwright/test";

export interface Export {
  id: string;
  state: string;
  items: number;
  errors: number;
  deliveredAt?: string;
  linksExpireAt?: string;
  nextAllowedAt: string;
}

export interface AuditEvent {
  sequence: number;
  id: string;
  /** JSON text, exactly as hashed in the chain. */
  record: string;
}

export interface AccountSummary {
  id: string;
  name: string;
  latest?: Export;
  exports: number;
}

/** Returns the account with this name and its latest export. */
export async function accountNamed(page: Page, name: string): Promise<AccountSummary> {
  const list = (await read(page, "/api/v1/accounts")) as { items: { id: string; name: string }[] };
  const id = list.items.find((account) => account.name === name)?.id;
  return (await read(page, `/api/v1/accounts/${id}`)) as AccountSummary;
}

/** Returns the API's response to a `GET`. */
export async function read(page: Page, path: string): Promise<unknown> {
  const answer = await page.request.get(path);
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

/** Pauses the clock and moves it to exactly this simulated time. */
export async function pauseAt(page: Page, instant: Date): Promise<void> {
  const paused = await patchClock(page, { paused: true });
  const seconds = Math.ceil((instant.getTime() - new Date(paused.now).getTime()) / 1000);
  if (seconds > 0) await patchClock(page, { advanceSeconds: seconds });
}

async function patchClock(page: Page, data: object): Promise<{ now: string }> {
  const answer = await page.request.patch("/api/v1/clock", { data });
  if (!answer.ok()) throw new Error(`clock: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as { now: string };
}

/** Submits an export through the API, without the page. */
export function submitPastThePage(page: Page, account: string): Promise<APIResponse> {
  return page.request.post(`/api/v1/accounts/${account}/exports`, {
    data: { clientRequestToken: crypto.randomUUID() },
  });
}

/** Claims a domain through the API, without the page. Returns the claim's id. */
export async function claimPastThePage(page: Page, account: string, name: string): Promise<string> {
  const answer = await page.request.post(`/api/v1/accounts/${account}/domains`, { data: { name } });
  if (!answer.ok()) throw new Error(`claim: ${answer.status()} ${await answer.text()}`);
  return ((await answer.json()) as { domain: { id: string } }).domain.id;
}
