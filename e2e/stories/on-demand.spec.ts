import { accountNamed } from "../src/api.ts";
import { signIn } from "../src/console.ts";
import { drop, hold } from "../src/network.ts";
import { expect, test } from "../src/story.ts";

test("A page that cannot be loaded shows an error and can be retried", async ({ page, context, complaints }) => {
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

test("The first page takes the focus when a retry succeeds", async ({ page, complaints }) => {
  await signIn(page, "full-access");
  complaints.expect(/ERR_CONNECTION_RESET|Failed to fetch/);
  const restore = await drop(page, /access.*\.wasm$/);
  await page.goto("/access");
  await expect(page.getByText("The page could not be loaded")).toBeVisible();
  await restore();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Access" })).toBeFocused();
});

test("Leaving a page before it has loaded puts the focus on the next page's heading", async ({ page }) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, "Juniper Freight");
  const { asked, release } = await hold(page, /account.*\.wasm$/);
  await page.goto(`/accounts/${id}/settings/account`);
  await asked;
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Retention" }).click();
  release();
  await expect(page.getByRole("heading", { level: 1, name: "Retention" })).toBeFocused();
});
