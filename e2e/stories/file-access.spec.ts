import type { Page } from "@playwright/test";
import { accountNamed, submitPastThePage } from "../src/api.ts";
import { expectRowVisible, openAccount, requestAttachments, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";

test("Losing the permission cancels the running request; others are notified, and the audit log records it", async ({
  page,
  another,
  complaints,
}) => {
  complaints.expect(/status of 403/);
  const theirs = await another();
  await signIn(theirs, "start-only");
  await openAccount(theirs, ACCOUNT);
  await requestAttachments(theirs);
  const witness = await another();
  await signIn(witness, "full-access");

  await signIn(page, "owner");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto("/access/principals/start-only");
  await page.getByRole("button", { name: "Detach StartOnly" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Detach", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const words = `The attachment request of ${ACCOUNT} was cancelled`;
  await expect(witness.getByRole("log", { name: "Status messages" })).toContainText(words);
  await witness.getByRole("button", { name: /^Notifications, \d+ unread$/ }).click();
  await expect(witness.getByRole("listitem").filter({ hasText: words })).toContainText("Cancelled");
  expect((await accountNamed(page, ACCOUNT)).latest?.state).toBe("Cancelled");

  await page.goto("/activity");
  await expectRowVisible(page.getByRole("table", { name: "Audit log" }), {
    Event: "iam:DetachUserPolicy",
    Outcome: "Allowed",
  });
  await page.goto(`/accounts/${id}/activity`);
  await expectRowVisible(page.getByRole("table", { name: "Audit log" }), { Who: "system" });
});

test("The first download shows a warning; the request's page shows who can download and who did", async ({ page }) => {
  await signIn(page, "owner");
  const { id } = await accountNamed(page, ACCOUNT);
  expect((await submitPastThePage(page, id)).status()).toBe(202);
  await page.request.patch("/api/v1/clock", { data: { advanceSeconds: 2 * 86_400 } });
  await expect.poll(async () => (await accountNamed(page, ACCOUNT)).latest?.state).toBe("Ready");
  const { latest } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/exports/${latest?.id}`);

  const who = page.getByRole("region", { name: "Who can download this file right now?" });
  const principals = who.getByRole("table");
  await expectRowVisible(principals, { Principal: "June Takeda", "Policy decision": /Allowed.*RetrieveOnly/s });
  await expectRowVisible(principals, { Principal: "Mila Petrov", "Policy decision": "Not allowed" });
  await expect(who).toContainText("No downloads yet.");
  await expect(who).toContainText("No confirmations yet.");

  await choose(page, /^CSV/);
  const warning = page.getByRole("dialog", { name: "Before you download the file" });
  const download = warning.getByRole("button", { name: "Download CSV" });
  await expect(download).toHaveAttribute("aria-disabled", "true");
  await warning.getByRole("checkbox").check();
  const saving = page.waitForEvent("download");
  await download.click();
  await (await saving).path();

  // The console asks only once.
  const again = page.waitForEvent("download");
  await choose(page, /^TXT/);
  await (await again).path();
  await page.reload();
  const lists = who.getByRole("list");
  await expect(lists.nth(0)).toContainText(/Ines Marchetti\s*TXT.*Ines Marchetti\s*CSV/s);
  await expect(lists.nth(1).getByRole("listitem")).toHaveText(/Ines Marchetti/);
});

async function choose(page: Page, format: RegExp): Promise<void> {
  await page.getByRole("button", { name: "Download file" }).click();
  await page.getByRole("menuitem", { name: format }).click();
}
