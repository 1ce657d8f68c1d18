import type { Locator, Page } from "@playwright/test";
import { accountNamed, read } from "../src/api.ts";
import { expectDisabled, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";
/** So many days hide the oldest messages of this account's rooms, and delete none for good. */
const DAYS = "400";

test("A shorter retention takes messages out of the next request at once, and a longer one brings them back", async ({
  page,
}) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/account`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Retention" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Retention" })).toBeFocused();
  const all = (await estimated(page, id)).toLocaleString("en-GB");
  await expect(estimate(page)).toContainText(`${all}`);
  await expectDisabled(save(page), "Nothing has been changed.");

  // What it would do is told before it is done, and can be taken back.
  await rooms(page).fill("0");
  await expect(rooms(page)).toHaveAccessibleDescription(/Enter whole days, from 1 to 5,475\./);
  await rooms(page).fill(DAYS);
  await expect(effect(page)).toContainText(/\d+ messages with \d+ attachments would be hidden at once/);
  await page.getByRole("button", { name: "Undo changes" }).click();
  await expect(effect(page)).toContainText("is shown here before you save");
  await expect(keepRooms(page)).toBeChecked();

  await rooms(page).fill(DAYS);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Hide \d+ messages\?$/ });
  await expect(dialog).toContainText(/\d+ messages with \d+ attachments would be hidden at once/);
  await dialog.getByRole("button", { name: "Save retention" }).click();
  await expect(dialog).toBeHidden();
  await expect(news(page)).toContainText("The retention was saved.");
  const fewer = await estimated(page, id);
  expect(fewer.toLocaleString("en-GB")).not.toBe(all);
  await expect(estimate(page)).toContainText(fewer.toLocaleString("en-GB"));
  await page.reload();
  await expect(rooms(page)).toHaveValue(DAYS);

  await keepRooms(page).check();
  await expect(effect(page)).toContainText(/that are hidden now would be there again/);
  await save(page).click();
  await expect(estimate(page)).toContainText(all);
  expect((await estimated(page, id)).toLocaleString("en-GB")).toBe(all);
});

test("What would be deleted for good is asked about in numbers, and nothing happens without a yes", async ({ page }) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/retention`);
  const before = await estimated(page, id);
  await conversations(page).fill("30");
  await save(page).click();
  const dialog = page.getByRole("dialog", { name: /^Delete [\d,]+ messages for good\?$/ });
  await expect(dialog).toContainText(/[\d,]+ messages with [\d,]+ attachments would be deleted for good/);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(conversations(page)).toHaveValue("30");
  expect(await estimated(page, id)).toBe(before);
  expect(await read(page, `/api/v1/accounts/${id}/settings/retention`)).toEqual({});
});

test("What somebody else saves meanwhile is told, and does not overwrite what is being typed", async ({ page }) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, ACCOUNT);
  await page.goto(`/accounts/${id}/settings/retention`);
  const put = (data: object) => page.request.put(`/api/v1/accounts/${id}/settings/retention`, { data });
  await expect(keepRooms(page)).toBeChecked();
  expect((await put({ roomDays: 5000 })).status()).toBe(200);
  await expect(rooms(page)).toHaveValue("5000");
  await conversations(page).fill("4000");
  expect((await put({ roomDays: 3000 })).status()).toBe(200);
  await expect(page.getByText("Somebody else has saved other settings meanwhile.")).toBeVisible();
  await expect(rooms(page)).toHaveValue("5000");
  await page.getByRole("button", { name: "Show what is saved" }).click();
  await expect(rooms(page)).toHaveValue("3000");
  await expectDisabled(save(page), "Nothing has been changed.");
});

test("Who may only read sees the settings and what is missing; others are told so in their place", async ({
  page,
  complaints,
}) => {
  await signIn(page, "read-only");
  const { id } = await accountNamed(page, ACCOUNT);
  const team = await accountNamed(page, "Kite Studio");
  await page.goto(`/accounts/${id}/settings/retention`);
  await rooms(page).fill(DAYS);
  await expect(effect(page)).toContainText("would be hidden at once");
  await expectDisabled(save(page), "None of your policies allows chime:UpdateAccountSettings.");
  await expect(estimate(page)).toContainText("chime:StartDataExport");
  const refused = await page.request.put(`/api/v1/accounts/${id}/settings/retention`, { data: { roomDays: 1 } });
  expect(refused.status()).toBe(403);

  await page.goto(`/accounts/${team.id}/settings/retention`);
  await expect(page.getByRole("main")).toContainText("Team accounts keep everything.");
  await page.getByRole("main").getByRole("link", { name: "Claim a domain" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Claim a domain" })).toBeVisible();

  complaints.expect(/status of 403/);
  await page.request.post("/api/v1/session", { data: { principal: "denied" } });
  await page.goto(`/accounts/${id}/settings/retention`);
  await expect(page.getByRole("main")).toContainText("chime:GetAccountSettings");
});

/** How many attachments a request would contain now. */
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
  return page.getByRole("group", { name: "Chat rooms" }).getByRole("radio", { name: "Keep for ever" });
}

function save(page: Page): Locator {
  return page.getByRole("button", { name: "Save", exact: true });
}

function effect(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: "What saving does" });
}

function estimate(page: Page): Locator {
  return page.getByRole("region", { name: "Attachment requests" });
}

function news(page: Page): Locator {
  return page.getByRole("log", { name: "News" });
}
