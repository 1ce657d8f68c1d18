import type { Locator, Page } from "@playwright/test";
import { askForAttachments, openAccount, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";

test("A changed policy applies to the next call, and the page names the lost permission", async ({
  page,
  another,
  complaints,
}) => {
  complaints.expect(/status of 403/);
  const theirs = await another();
  await signIn(theirs, "start-only");
  await openAccount(theirs, ACCOUNT);

  await signIn(page, "owner");
  const editor = await openPolicy(page, "start-only", "StartOnly");
  await editor.fill((await editor.inputValue()).replace("chime:StartDataExport", "chime:RetrieveDataExport"));
  await save(page);

  const dialog = await askForAttachments(theirs);
  await expect(dialog).toContainText("None of your policies allows chime:StartDataExport");
});

test("An invalid document shows its line and cannot be saved; a valid one shows its changes before saving", async ({
  page,
}) => {
  await signIn(page, "owner");
  const editor = await openPolicy(page, "start-only", "StartOnly");
  const sound = await editor.inputValue();
  await editor.fill(sound.replace('"Effect": "Allow"', '"Effect": "Alow"'));
  await expect(page.getByText("Not valid: line 6", { exact: true })).toBeVisible();
  await expect(editor).toHaveAccessibleDescription(/[Ll]ine 6/);
  await expect(page.getByRole("button", { name: "Save…" })).toHaveAttribute("aria-disabled", "true");

  await editor.fill(sound.replace('"Sid": "Submit"', '"Sid": "Ask"'));
  await expect(page.getByText("Valid", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Show changes" }).click();
  const changes = page.getByRole("main");
  await expect(changes).toContainText('"Sid": "Submit"');
  await expect(changes).toContainText('"Sid": "Ask"');
  await save(page);
  await page.reload();
  await expect(editor).toHaveValue(/"Sid": "Ask"/);
});

test("The second of two editors of a policy sees the first one's version, and neither text is lost", async ({
  page,
  another,
  complaints,
}) => {
  complaints.expect(/status of 409/);
  const second = await another();
  await signIn(page, "owner");
  await signIn(second, "owner");
  const mine = await openPolicy(page, "start-only", "StartOnly");
  const theirs = await openPolicy(second, "start-only", "StartOnly");

  await mine.fill((await mine.inputValue()).replace('"Sid": "Submit"', '"Sid": "First"'));
  await save(page);
  await theirs.fill((await theirs.inputValue()).replace('"Sid": "Submit"', '"Sid": "Second"'));
  await askToSave(second);
  await second.getByRole("dialog").getByRole("button", { name: "Save policy" }).click();

  const conflict = second.getByRole("region", { name: "Someone else changed this policy" });
  await expect(conflict).toContainText('"Sid": "First"');
  await expect(theirs).toHaveValue(/"Sid": "Second"/);
  await conflict.getByRole("button", { name: "Keep my text" }).click();
  await save(second);
  await page.reload();
  await expect(mine).toHaveValue(/"Sid": "Second"/);
});

/** Opens a custom policy and returns the editor of its document. */
async function openPolicy(page: Page, id: string, name: string): Promise<Locator> {
  await page.goto(`/access/policies/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return page.getByRole("textbox", { name: "Policy document" });
}

async function askToSave(page: Page): Promise<void> {
  await expect(page.getByText("Valid", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Save…" }).click();
  await expect(page.getByRole("dialog", { name: "Save these changes?" })).toBeVisible();
}

async function save(page: Page): Promise<void> {
  await askToSave(page);
  await page.getByRole("dialog").getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText("Saved.");
}
