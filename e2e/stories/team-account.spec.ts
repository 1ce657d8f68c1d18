import { accountNamed, submitPastThePage } from "../src/api.ts";
import { expectDisabled, openAccount, panel, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

test("A Team account cannot request, and both suggested ways out work", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, "Kite Studio");
  await expect(panel(page)).toContainText("Team accounts cannot request attachments");
  await page.getByRole("button", { name: "Account actions" }).click();
  const item = page.getByRole("menuitem", { name: "Request attachments" });
  await expectDisabled(item, /Team accounts cannot request attachments/);
  await page.keyboard.press("Escape");

  await panel(page).getByRole("link", { name: "Claim a domain" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Claim a domain" })).toBeVisible();
  await page.goBack();
  await panel(page).getByRole("link", { name: "Remove users" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();

  const { id } = await accountNamed(page, "Kite Studio");
  const refused = await submitPastThePage(page, id);
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ code: "teamAccount" });
});
