import { readFile } from "node:fs/promises";
import { accountNamed, pauseAt, submitPastThePage } from "../src/api.ts";
import { openAccount, panel, requestAttachments, signIn, untilDelivered } from "../src/console.ts";
import { difference, forEachAtOnce, parseCsv } from "../src/links.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";
const SECOND = 1000;

test("An administrator requests every attachment, follows the links, and sees them expire", async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, "full-access");
  await openAccount(page, ACCOUNT);
  await requestAttachments(page);

  // At one day per minute, the progress is visible.
  const stages = panel(page).getByRole("list", { name: "Request stages" });
  await expect(stages.getByRole("listitem")).toHaveCount(4);
  await expect(stages.locator("[aria-current=step]")).toContainText("Collect and check files");
  await expect(panel(page)).toContainText(/\d of [\d,]+ attachments/);
  await expect(page).toHaveTitle(/^[\d,]+\/[\d,]+ · Account summary · Attaché$/);
  await untilDelivered(page);
  await expect(panel(page).getByRole("button", { name: "Download file" })).toBeVisible();
  await expect(panel(page)).toContainText("Ready");

  // The file as saved by the browser.
  await panel(page).getByRole("button", { name: "Download file" }).click();
  await page.getByRole("menuitem", { name: /^CSV/ }).click();
  const warning = page.getByRole("dialog", { name: "Before you download the file" });
  const saving = page.waitForEvent("download");
  await warning.getByRole("checkbox").check();
  await warning.getByRole("button", { name: "Download CSV" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^attachments-juniper-freight-[-\d]+\.csv$/);
  const rows = parseCsv(await readFile(await saved.path(), "utf8"));
  const { id, latest } = await accountNamed(page, ACCOUNT);
  expect(latest).toMatchObject({ state: "Ready", items: rows.length, errors: 0 });
  expect(rows.length).toBeGreaterThan(1000);
  expect(new Set(rows.map((row) => row.path?.toLowerCase())).size, "every path is unique").toBe(rows.length);

  // Every link works for anyone who has it, and delivers the file in its row.
  const differences: string[] = [];
  await forEachAtOnce(rows, async (row) => {
    const different = await difference(row);
    if (different) differences.push(different);
  });
  expect(differences).toEqual([]);

  // The uses of links are recorded within a second.
  const others = async () => {
    const answer = await page.request.get(`/api/v1/exports/${latest?.id}/items?limit=200`);
    const { items } = (await answer.json()) as { items: { downloads: number }[] };
    return items.filter(({ downloads }) => downloads !== 1);
  };
  await expect.poll(others).toEqual([]);

  // The last second of the links' six days, and the first second after.
  const expiry = new Date(latest?.linksExpireAt ?? "");
  expect(expiry.getTime() - new Date(latest?.deliveredAt ?? "").getTime()).toBe(6 * 86_400 * SECOND);
  await pauseAt(page, new Date(expiry.getTime() - SECOND));
  expect(await difference(rows[0] ?? {})).toBeUndefined();
  await pauseAt(page, expiry);
  const alive: string[] = [];
  await forEachAtOnce(rows, async (row) => {
    const answer = await fetch(row.url ?? "");
    const body = await answer.text();
    if (answer.status !== 403 || !body.includes("Request has expired")) alive.push(`${row.path}: ${answer.status}`);
  });
  expect(alive).toEqual([]);
  await expect(panel(page)).toContainText("The links expired");

  // The next request is allowed exactly seven days after the submission.
  const opens = new Date(latest?.nextAllowedAt ?? "");
  if (expiry < opens) {
    await expect(panel(page)).toContainText("The next request opens in");
    await pauseAt(page, new Date(opens.getTime() - SECOND));
    const refused = await submitPastThePage(page, id);
    expect(refused.status()).toBe(429);
    expect(await refused.json()).toMatchObject({ code: "exportWindow", nextAllowedAt: latest?.nextAllowedAt });
    await pauseAt(page, opens);
  }
  await requestAttachments(page);
  expect((await accountNamed(page, ACCOUNT)).exports).toBe(2);
});
