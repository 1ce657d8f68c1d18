import type { Locator, Page } from "@playwright/test";
import { accountNamed, read } from "../src/api.ts";
import { violations } from "../src/axe.ts";
import { expectDisabled, signIn } from "../src/console.ts";
import { hold } from "../src/network.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";
/** A retention in days that hides the oldest messages of the account's rooms but deletes none permanently. */
const DAYS = "400";

test("A shorter retention removes messages from the next request at once, and a longer one restores them", async ({
  page,
}) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/account`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Retention" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Retention" })).toBeFocused();
  const all = (await estimated(page, id)).toLocaleString("en-GB");
  await expect(estimate(page)).toContainText(`${all}`);
  await expectDisabled(save(page), "No changes to save.");

  // The page shows the effect before saving, and the change can be discarded.
  await rooms(page).fill("0");
  await expect(rooms(page)).toHaveAccessibleDescription(/Enter whole days, from 1 to 5,475\./);
  await rooms(page).fill(DAYS);
  await expect(effect(page)).toContainText(/\d+ messages with \d+ attachments would be hidden immediately/);
  await page.getByRole("button", { name: "Undo changes" }).click();
  await expect(effect(page)).toContainText("preview its effect here before you save");
  await expect(keepRooms(page)).toBeChecked();

  await rooms(page).fill(DAYS);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Hide \d+ messages\?$/ });
  await expect(dialog).toContainText(/\d+ messages with \d+ attachments would be hidden immediately/);
  await dialog.getByRole("button", { name: "Save retention" }).click();
  await expect(dialog).toBeHidden();
  await expect(news(page)).toContainText("Retention saved.");
  const fewer = await estimated(page, id);
  expect(fewer.toLocaleString("en-GB")).not.toBe(all);
  await expect(estimate(page)).toContainText(fewer.toLocaleString("en-GB"));
  await page.reload();
  await expect(rooms(page)).toHaveValue(DAYS);

  await keepRooms(page).check();
  await expect(effect(page)).toContainText(/that are hidden now would be restored/);
  await save(page).click();
  await expect(estimate(page)).toContainText(all);
  expect((await estimated(page, id)).toLocaleString("en-GB")).toBe(all);
});

test("A permanent deletion needs a confirmation that shows its numbers", async ({ page }) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/retention`);
  const before = await estimated(page, id);
  await conversations(page).fill("30");
  await save(page).click();
  const dialog = page.getByRole("dialog", { name: /^Permanently delete [\d,]+ messages\?$/ });
  await expect(dialog).toContainText(/[\d,]+ messages with [\d,]+ attachments would be permanently deleted/);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(conversations(page)).toHaveValue("30");
  expect(await estimated(page, id)).toBe(before);
  expect(await read(page, `/api/v1/accounts/${id}/settings/retention`)).toEqual({});
});

test("Someone else's change is shown and does not overwrite unsaved input", async ({ page }) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/retention`);
  await expect(keepRooms(page)).toBeChecked();
  await putPastThePage(page, id, { roomDays: 5000 }, {});
  await expect(rooms(page)).toHaveValue("5000");
  await conversations(page).fill("4000");
  await putPastThePage(page, id, { roomDays: 3000 }, { roomDays: 5000 });
  await expect(conflict(page)).toContainText(
    "Their settings keep conversations forever and chat rooms for 3,000 days.",
  );
  await expect(rooms(page)).toHaveValue("5000");
  await expectDisabled(save(page), /^Someone else changed these settings\./);
  await conflict(page).getByRole("button", { name: "Use theirs" }).click();
  await expect(rooms(page)).toHaveValue("3000");
  await expect(conflict(page)).toHaveCount(0);
  await expectDisabled(save(page), "No changes to save.");
});

test("The second of two editors is refused, sees the first one's settings, and keeps their input", async ({
  page,
  complaints,
}) => {
  complaints.expect(/status of 409/);
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/retention`);
  await rooms(page).fill("5000");
  await expect(effect(page)).toContainText("No current messages would be hidden");
  // The page does not learn of the other change before it saves.
  const { release } = await hold(page, /\/settings\/retention$/);
  await putPastThePage(page, id, { conversationDays: 4000 }, {});
  const answer = page.waitForResponse((response) => response.request().method() === "PUT");
  await save(page).click();
  expect((await answer).status()).toBe(409);
  release();
  await expect(conflict(page)).toContainText(
    "Their settings keep conversations for 4,000 days and chat rooms forever.",
  );
  await expect(conflict(page)).toBeFocused();
  await expect(rooms(page)).toHaveValue("5000");
  expect(await read(page, `/api/v1/accounts/${id}/settings/retention`)).toEqual({ conversationDays: 4000 });
  expect(await violations(page)).toEqual([]);

  await conflict(page).getByRole("button", { name: "Keep my settings" }).click();
  await expect(page.getByRole("group", { name: "Conversations" }).getByRole("radio", { checked: true })).toBeFocused();
  await save(page).click();
  await expect(news(page)).toContainText("Retention saved.");
  expect(await read(page, `/api/v1/accounts/${id}/settings/retention`)).toEqual({ roomDays: 5000 });
});

test("A read-only principal sees the settings and the missing action; others see the reason instead", async ({
  page,
  complaints,
}) => {
  await signIn(page, "read-only");
  const { id } = await accountNamed(page, ACCOUNT);
  const team = await accountNamed(page, "Kite Studio");
  await page.goto(`/accounts/${id}/settings/retention`);
  await rooms(page).fill(DAYS);
  await expect(effect(page)).toContainText("would be hidden immediately");
  await expectDisabled(save(page), "None of your policies allows chime:UpdateAccountSettings.");
  await expect(estimate(page)).toContainText("chime:StartDataExport");
  const refused = await page.request.put(`/api/v1/accounts/${id}/settings/retention`, {
    data: { roomDays: 1, replaces: {} },
  });
  expect(refused.status()).toBe(403);

  await page.goto(`/accounts/${team.id}/settings/retention`);
  await expect(page.getByRole("main")).toContainText("Team accounts keep all messages.");
  await page.getByRole("main").getByRole("link", { name: "Claim a domain" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Claim a domain" })).toBeVisible();

  complaints.expect(/status of 403/);
  await page.request.post("/api/v1/session", { data: { principal: "denied" } });
  await page.goto(`/accounts/${id}/settings/retention`);
  await expect(page.getByRole("main")).toContainText("chime:GetAccountSettings");
});

/** Replaces settings through the API, without the page. */
async function putPastThePage(page: Page, account: string, settings: object, replaces: object): Promise<void> {
  const data = { ...settings, replaces };
  const answer = await page.request.put(`/api/v1/accounts/${account}/settings/retention`, { data });
  expect(answer.status()).toBe(200);
}

function conflict(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: "Someone else changed these settings." });
}

/** Returns the estimated number of attachments in scope. */
async function estimated(page: Page, account: string): Promise<number> {
  return ((await read(page, `/api/v1/accounts/${account}/exports/estimate`)) as { attachments: number }).attachments;
}

function conversations(page: Page): Locator {
  return page.getByRole("textbox", { name: "Conversations: days" });
}

function rooms(page: Page): Locator {
  return page.getByRole("textbox", { name: "Chat rooms: days" });
}

function keepRooms(page: Page): Locator {
  return page.getByRole("group", { name: "Chat rooms" }).getByRole("radio", { name: "Keep forever" });
}

function save(page: Page): Locator {
  return page.getByRole("button", { name: "Save", exact: true });
}

function effect(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: "Effect of saving" });
}

function estimate(page: Page): Locator {
  return page.getByRole("region", { name: "Attachment requests" });
}

function news(page: Page): Locator {
  return page.getByRole("log", { name: "Status messages" });
}
