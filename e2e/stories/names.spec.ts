import type { Page } from "@playwright/test";
import { signIn } from "../src/console.ts";
import { attache } from "../src/server.ts";
import { expect, test } from "../src/story.ts";

// U+202E turns the rest around: it would show as “Eve exe.txt”.
const NAME = "Eve \u202Etxt.exe";
const SHOWN = "Eve \uFFFDtxt.exe";

test("No page shows a principal's name turned around", async ({ page, world, complaints }) => {
  // In the end, Eve has no policy left.
  complaints.expect(/status of 403/);
  const user = ["user", "add", "eve", "--name", NAME, "--policy", "read-only", "--password-stdin"];
  await attache([...user, "--data", world], "a long enough passphrase\n");
  // For the audit log.
  await expect(await page.request.post("/api/v1/session", { data: { principal: "eve" } })).toBeOK();

  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: SHOWN })).toBeVisible();
  await expectNoOverride(page);

  await signIn(page, "owner");
  for (const path of ["/access/principals", "/activity?principal=eve"]) {
    await page.goto(path);
    await expect(page.getByRole("row").filter({ hasText: SHOWN }).first()).toBeVisible();
    await expectNoOverride(page);
  }

  await page.goto("/access/principals/eve");
  await expect(page.getByRole("heading", { level: 1, name: SHOWN })).toBeVisible();
  await expectNoOverride(page);
  await page.getByRole("button", { name: /^Detach/ }).click();
  const dialog = page.getByRole("dialog", { name: "Detach the policy?" });
  await expect(dialog).toContainText(SHOWN);
  await expectNoOverride(page);
  await dialog.getByRole("button", { name: "Detach" }).click();
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText(SHOWN);
  await expectNoOverride(page);

  // Signed in as Eve: the name is in the top bar and on the page about the own access.
  await expect(await page.request.post("/api/v1/session", { data: { principal: "eve" } })).toBeOK();
  await page.goto("/access");
  await expect(page.getByRole("heading", { name: SHOWN })).toBeVisible();
  await expect(page.getByRole("banner").getByRole("button", { name: SHOWN })).toBeVisible();
  await expectNoOverride(page);
});

/** Expects the override neither in the text nor in any attribute, such as an accessible name. */
async function expectNoOverride(page: Page): Promise<void> {
  const found = await page.evaluate(() => `${document.title}${document.documentElement.outerHTML}`.includes("\u202E"));
  expect(found).toBe(false);
}
