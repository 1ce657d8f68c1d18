import { accountNamed, submitPastThePage } from "../src/api.ts";
import { askForAttachments, openAccount, panel, requestAttachments, signIn, untilDelivered } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";

test("A reload during a request loses nothing", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  await requestAttachments(page);
  await expect(panel(page)).toContainText(/\d of [\d,]+ attachments/);
  await page.reload();
  await expect(panel(page)).toContainText("Processing");
  await expect(panel(page)).toContainText(/\d of [\d,]+ attachments/);
  await untilDelivered(page);
  await expect(panel(page).getByRole("button", { name: "Download file" })).toBeVisible();
});

test("Search and filter live in the URL; back and reload keep them", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Users/ })
    .click();
  const table = page.getByRole("table", { name: "Users" });
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("searchbox").fill("no-such-person");
  await expect(page.getByText("No matches")).toBeVisible();
  await expect(page).toHaveURL(/[?&]q=no-such-person/);
  await page.reload();
  await expect(page.getByText("No matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("navigation").getByRole("link", { name: "Domains" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Domains" })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeFocused();
});

test("The whole request can be made with the keyboard", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  await page.getByRole("button", { name: "Account actions" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Request attachments" })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Request attachments" });
  await expect(dialog).toBeVisible();
  const submit = dialog.getByRole("button", { name: "Request attachments" });
  for (let presses = 0; presses < 10 && !(await submit.evaluate((it) => it === document.activeElement)); presses++) {
    await page.keyboard.press("Tab");
  }
  await expect(submit).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toContainText("Processing");
});

test("A double click makes one request", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  const dialog = await askForAttachments(page);
  await dialog.getByRole("button", { name: "Request attachments" }).dblclick();
  await expect(panel(page)).toContainText("Processing");
  expect((await accountNamed(page, ACCOUNT)).exports).toBe(1);
});

test("Cancelling a request frees its slot", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  await requestAttachments(page);
  await panel(page).getByRole("button", { name: "Cancel request" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this request?" });
  await dialog.getByRole("button", { name: "Cancel request" }).click();
  await expect(panel(page)).toContainText("The request was cancelled");
  await requestAttachments(page);
});

test("Events do not repeat a call that was refused", async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  const calls: string[] = [];
  page.on("request", (request) => calls.push(request.url()));
  await page.goto(`/accounts/${id}/exports/no-such-request`);
  await expect(page.getByText("No such request.").first()).toBeVisible();
  const bell = page.getByRole("button", { name: /^Notifications/ });
  await expect(bell).toBeVisible();
  const reads = () => calls.filter((url) => url.endsWith("/api/v1/exports/no-such-request")).length;
  // Opening the stream of events may have read everything once more.
  expect(reads()).toBeLessThanOrEqual(2);
  const before = reads();
  expect((await submitPastThePage(page, id)).status()).toBe(202);
  await untilDelivered(page);
  await expect(bell).toHaveAccessibleName(/unread/);
  expect(reads()).toBe(before);
});
