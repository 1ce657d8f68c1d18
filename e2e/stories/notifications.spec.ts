import { accountNamed } from "../src/api.ts";
import { openAccount, panel, requestAttachments, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";

test("Administrators are notified of others' actions and see why a permission was lost", async ({
  page,
  another,
  complaints,
}) => {
  // Sam's page learns of it through a refusal.
  complaints.expect(/status of 403/);
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  const bell = page.getByRole("button", { name: /^Notifications/ });
  await expect(bell).toHaveAccessibleName("Notifications");

  // Give Sam read permission, so that he is notified about his own request later.
  const owner = await another();
  await signIn(owner, "owner");
  const policies = "/api/v1/access/principals/start-only/policies";
  expect((await owner.request.put(`${policies}/read-only`, { data: {} })).status()).toBe(204);
  const sam = await another();
  await signIn(sam, "start-only");
  await openAccount(sam, ACCOUNT);
  await requestAttachments(sam);

  // Avery gets a toast and a notification. Sam, who did it, gets neither.
  const requested = `Sam Okafor requested the attachments of ${ACCOUNT}`;
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText(requested);
  await expect(bell).toHaveAccessibleName("Notifications, 1 unread");
  await bell.click();
  const told = page.getByRole("dialog", { name: "Notifications" });
  await expect(told.getByRole("listitem")).toHaveText([new RegExp(`^Submitted Unread .*${requested}`)]);
  await told.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell).toHaveAccessibleName("Notifications");
  await page.keyboard.press("Escape");
  await expect(bell).toBeFocused();
  await expect(sam.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();

  // Revoke the permission while the request runs.
  expect((await owner.request.delete(`${policies}/start-only`)).status()).toBe(204);
  const why = "Sam Okafor, who requested this, no longer has a policy that allows chime:StartDataExport.";
  for (const person of [page, sam]) {
    await expect(person.getByRole("log", { name: "Status messages" })).toContainText(why);
    await person.getByRole("button", { name: "Notifications, 1 unread" }).click();
    const newest = person.getByRole("dialog", { name: "Notifications" }).getByRole("listitem").first();
    await expect(newest).toHaveText(new RegExp(`^Cancelled Unread .*${ACCOUNT} was cancelled ${why}`));
  }
  await told.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Request of/ })).toBeVisible();
  await expect(told).toBeHidden();
});

test("A request's page shows who can download its file and who has", async ({ page }) => {
  await signIn(page, "owner");
  await openAccount(page, ACCOUNT);
  await requestAttachments(page);
  const { latest } = await accountNamed(page, ACCOUNT);
  await panel(page).getByRole("link", { name: "View request" }).click();
  const card = page.getByRole("region", { name: "Who can download this file right now?" });
  await expect(card).toContainText("The file is not ready yet");

  await page.request.patch("/api/v1/clock", { data: { advanceSeconds: 2 * 86_400 } });
  await expect(card).toContainText("The file is available");
  await expect(card.getByRole("row", { name: /^Avery Lindqvist Allowed FullAccess, statement 1/ })).toBeVisible();
  await expect(card.getByRole("row", { name: /^Sam Okafor Not allowed No matching statement/ })).toBeVisible();
  await expect(card).toContainText("No downloads yet.");

  // Only the first download asks for an acknowledgement, which is recorded.
  const download = async () => {
    await page.getByRole("button", { name: "Download file" }).click();
    await page.getByRole("menuitem", { name: /^NDJSON/ }).click();
  };
  await download();
  const warning = page.getByRole("dialog", { name: "Before you download the file" });
  await warning.getByRole("checkbox").check();
  const first = page.waitForEvent("download");
  await warning.getByRole("button", { name: "Download NDJSON" }).click();
  await first;
  const second = page.waitForEvent("download");
  await download();
  await second;
  await expect(warning).toBeHidden();
  const access = await page.request.get(`/api/v1/exports/${latest?.id}/access`);
  const { downloads, acknowledgements } = (await access.json()) as { downloads: object[]; acknowledgements: object[] };
  expect(acknowledgements).toHaveLength(1);
  expect(downloads).toHaveLength(2);
  await page.reload();
  await expect(card.getByRole("listitem").filter({ hasText: "NDJSON" })).toHaveCount(2);
});
