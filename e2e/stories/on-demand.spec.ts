import { signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

test("A page that cannot be fetched says so, and comes when it can", async ({ page, context, complaints }) => {
  await signIn(page, "full-access");
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  complaints.expect(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await context.setOffline(true);
  await page.getByRole("link", { name: "Access", exact: true }).click();
  await expect(page.getByText("The page could not be loaded")).toBeVisible();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Access" })).toBeFocused();
});
