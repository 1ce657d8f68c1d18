import { expectRowVisible, openAccount, panel, requestAttachments, signIn, untilDelivered } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

for (const [item, outcome] of [
  ["Remove a file", "File missing from storage"],
  ["Damage a file", "File content differs from the upload"],
] as const) {
  test(`“${item}”: the rest is delivered, and the page shows what is left out and why`, async ({ page }) => {
    await signIn(page, "full-access");
    await page.getByRole("button", { name: "Simulator" }).click();
    await page.getByRole("menuitem", { name: "Demo panel" }).click();
    await page.getByRole("button", { name: item }).click();
    await expect(page.getByText(/^a file of /)).toHaveCount(1);
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accounts" }).click();
    await openAccount(page, "Juniper Freight");
    await requestAttachments(page);
    await untilDelivered(page);
    await expect(panel(page)).toContainText(/Ready, \d+ errors?/);
    await panel(page).getByRole("link", { name: "see why" }).click();
    const items = page.getByRole("table", { name: "Attachments in this request" });
    await expectRowVisible(items, { Outcome: new RegExp(`Left out.*${outcome}`, "s") });
  });
}
