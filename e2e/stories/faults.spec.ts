import { expectRowVisible, forwardTo, openAccount, panel, requestAttachments, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

for (const [item, outcome] of [
  ["Remove one stored file", "File missing from the store"],
  ["Damage one stored file", "File differs from what was uploaded"],
] as const) {
  test(`“${item}”: the rest is delivered, and the page says what is left out and why`, async ({ page }) => {
    await signIn(page, "full-access");
    await openAccount(page, "Juniper Freight");
    await page.getByRole("button", { name: "Simulator" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await expect(page.getByText(/the next request leaves out/)).toBeVisible();
    await requestAttachments(page);
    await forwardTo(page, "a request is delivered");
    await expect(panel(page)).toContainText(/Ready, \d+ errors?/);
    await panel(page).getByRole("link", { name: "see why" }).click();
    const items = page.getByRole("table", { name: "Attachments of the request" });
    await expectRowVisible(items, { Outcome: new RegExp(`Left out.*${outcome}`, "s") });
  });
}
