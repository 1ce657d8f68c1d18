// User actions in the console, by role and label.
import { expect, type Locator, type Page } from "@playwright/test";

/** Signs in as the principal with this id and waits for the accounts. */
export async function signIn(page: Page, id: string): Promise<void> {
  const answer = await page.request.get("/api/v1/principals");
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const name = items.find((principal) => principal.id === id)?.name;
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Sign in as ${name}`, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
}

/** Opens an account's summary from the list of accounts. */
export async function openAccount(page: Page, name: string): Promise<void> {
  await page.getByRole("table", { name: "Accounts" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account summary" })).toBeVisible();
  await expect(panel(page)).toBeVisible();
}

/** Returns the account summary's Attachments panel. */
export function panel(page: Page): Locator {
  return page.getByRole("region", { name: "Attachments", exact: true });
}

/** Chooses Account actions → Request attachments. Returns the dialog. */
export async function askForAttachments(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Account actions" }).click();
  await page.getByRole("menuitem", { name: "Request attachments" }).click();
  const dialog = page.getByRole("dialog", { name: "Request attachments" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Requests the attachments and waits until the request is being processed. */
export async function requestAttachments(page: Page): Promise<void> {
  const dialog = await askForAttachments(page);
  await dialog.getByRole("button", { name: "Request attachments" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel(page)).toContainText("Processing");
}

/** Advances the simulated clock by two days, one at a time. By then, any request is delivered. */
export async function untilDelivered(page: Page): Promise<void> {
  const clock = page.getByRole("group", { name: "Simulated clock" });
  const now = async () => new Date((await clock.getByRole("time").getAttribute("datetime")) ?? "").getTime();
  for (const day of ["the first day", "the second day"]) {
    const before = await now();
    await clock.getByRole("button", { name: "Forward 1 day" }).click();
    // While a request is processed, the page's clock may be some simulated minutes ahead of the server's.
    await expect.poll(now, { message: day }).toBeGreaterThanOrEqual(before + 43_200_000);
  }
}

/** Expects a row in which each named column's cell shows the text. */
export async function expectRowVisible(table: Locator, cells: Record<string, string | RegExp>): Promise<Locator> {
  await expect(table).toBeVisible();
  const headers = (await table.getByRole("columnheader").allInnerTexts()).map((text) => text.trim());
  let rows = table.getByRole("row");
  for (const [header, text] of Object.entries(cells)) {
    const column = headers.indexOf(header);
    expect(column, `a column “${header}” among ${headers.join(", ")}`).toBeGreaterThanOrEqual(0);
    const cell = table.page().locator(`:is(td, th):nth-child(${column + 1})`);
    rows = rows.filter({ has: cell.filter({ hasText: text }) });
  }
  await expect(rows.first()).toBeVisible();
  return rows.first();
}

/** Expects a disabled control that gives its reason to assistive technology. */
export async function expectDisabled(control: Locator, reason: string | RegExp): Promise<void> {
  await expect(control).toHaveAttribute("aria-disabled", "true");
  await expect(control).toHaveAccessibleDescription(reason);
}
