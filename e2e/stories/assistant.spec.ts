import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { pauseAt } from "../src/api.ts";
import { violations } from "../src/axe.ts";
import { openAccount, panel, signIn, untilDelivered } from "../src/console.ts";
import { difference, forEachAtOnce, parseCsv } from "../src/links.ts";
import { attache } from "../src/server.ts";
import { expect, test } from "../src/story.ts";

test("A user removed from a Team account gets their attachments from the Assistant", async ({ page, complaints }) => {
  await signIn(page, "full-access");
  await openAccount(page, "Kite Studio");
  await panel(page).getByRole("link", { name: "Remove users" }).click();
  await page.getByRole("searchbox", { name: "Search users" }).fill("ada.kestrel");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: "Users" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Select Ada Kestrel" }).check();
  await page.getByRole("group", { name: "Selected users" }).getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove Ada Kestrel?" });
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText("Ada Kestrel was removed.");

  // Now the Assistant serves her: she is in the list without a search.
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Assistant" }).click();
  await people(page).getByRole("link", { name: "Ada Kestrel" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ada Kestrel's chat" })).toBeVisible();
  await page.getByRole("button", { name: "Get my attachments", exact: true }).click();
  await expect(said(page)).toContainText([
    "Get my attachments",
    "To confirm, send me this exactly as shown within 10 minutes",
  ]);
  await page.getByRole("button", { name: /^Send “Get my attachments [A-Z]{6}”$/ }).click();
  await expect(said(page).last()).toContainText("A link to the file will be here in about a day.");
  await expect(frame(page)).toContainText("Preparing the file");
  await expect(page.getByRole("button", { name: /^Send “/ })).toHaveCount(0);

  await untilDelivered(page);
  const delivered = said(page).last();
  await expect(delivered).toContainText("Your file is ready.");
  await expect(delivered).toContainText("can download everything without signing in");
  await expect(frame(page)).toContainText("Attachments requested");
  // The link goes to the files site, which has no sessions.
  complaints.expect(/^request to a foreign place: http:\/\/127\.0\.0\.1:\d+\//);
  const saving = page.waitForEvent("download");
  await delivered.getByRole("link", { name: "Download CSV" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/\.csv$/);
  const rows = parseCsv(await readFile(await saved.path(), "utf8"));
  await expect(delivered).toContainText(`It lists ${rows.length} attachment`);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const own = row.rule === "uploader-managed" ? row.uploader_email : row.room_creator_email;
    expect(own).toBe("ada.kestrel@kitestudio.example");
  }
  const differences: string[] = [];
  await forEachAtOnce(rows, async (row) => {
    const different = await difference(row);
    if (different) differences.push(different);
  });
  expect(differences).toEqual([]);
  await expect(page).toHaveURL(/\/assistant\/usr-ada-kestrel$/);

  // The link is a pre-signed URL like the others and expires with them.
  const link = (await delivered.getByRole("link", { name: "Download TXT" }).getAttribute("href")) ?? "";
  expect((await fetch(link)).status).toBe(200);
  const dies = new Date(rows[0]?.url_expires_at ?? "");
  await pauseAt(page, new Date(dies.getTime() - 1000));
  expect((await fetch(link)).status).toBe(200);
  await pauseAt(page, dies);
  await expect(delivered).toContainText("The links no longer work.");
  await expect(delivered.getByRole("link")).toHaveCount(0);
  expect((await fetch(link)).status).toBe(403);
});

test("A managed user is refused and learns whom to ask", async ({ page }) => {
  await signIn(page, "read-only");
  await page.goto("/assistant");
  await expect(people(page).getByRole("link").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Search all users" }).fill("mara okafor");
  const row = people(page).getByRole("row").filter({ hasText: "Mara Okafor" });
  await expect(row).toContainText("Juniper Freight");
  await row.getByRole("link").click();
  await expect(frame(page)).toContainText("Managed by Juniper Freight");
  await page.getByRole("button", { name: "Get my attachments", exact: true }).click();
  await expect(said(page).last()).toContainText("Please contact the administrator of Juniper Freight.");
  await page.goBack();
  await expect(page).toHaveURL(/\/assistant\?q=mara%20okafor$/);
  await expect(row).toBeVisible();
});

test("The Assistant works by keyboard alone on a narrow screen, and others see messages at once", async ({
  page,
  another,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await signIn(page, "full-access");
  await page.goto("/assistant");
  await page.getByRole("searchbox", { name: "Search all users" }).focus();
  await page.keyboard.type("nadia brandt");
  await page.keyboard.press("Enter");
  const nadia = people(page).getByRole("link", { name: "Nadia Brandt" });
  await expect(people(page).getByRole("row")).toHaveCount(2);
  await tabTo(page, nadia);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Nadia Brandt's chat" })).toBeFocused();

  const other = await another();
  await signIn(other, "read-only");
  await other.goto(new URL(page.url()).pathname);
  await expect(field(other)).toBeVisible();

  await tabTo(page, field(page));
  await page.keyboard.type("what?");
  await page.keyboard.press("Enter");
  await expect(said(page)).toHaveCount(2);
  await expect(said(page).last()).toContainText("Sorry, I don't understand.");
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue("");
  await expect(said(other).last()).toContainText("Sorry, I don't understand.");

  await page.keyboard.type("delete ME");
  await page.keyboard.press("Enter");
  const command = page.getByRole("button", { name: /^Send “Delete me [A-Z]{6}”$/ });
  await expect(command).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "no horizontal scrolling").toBe(320);

  // The log stays at its end until someone scrolls, and scrolls by keyboard.
  const log = page.getByRole("log", { name: "Nadia Brandt's chat with the Assistant" });
  const below = () => log.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight);
  expect(await below()).toBeLessThan(2);
  await tabTo(page, command, "Shift+Tab");
  await tabTo(page, log, "Shift+Tab");
  await page.keyboard.press("Home");
  await expect.poll(below).toBeGreaterThan(30);
  await field(other).fill("Help");
  await field(other).press("Enter");
  await expect(page.getByRole("button", { name: "New messages" })).toBeVisible();
  await expect(log).toBeFocused();
  expect(await below()).toBeGreaterThan(30);

  // A reload loses nothing, and the code in an older message is still valid.
  await page.reload();
  await expect(said(page)).toHaveCount(6);
  await expect(said(page).nth(3)).toContainText("cannot be undone");
  const code = /Delete me [A-Z]{6}/.exec(await said(page).nth(3).innerText())?.[0] ?? "";
  await tabTo(page, field(page));
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await expect(page.getByText("This user was deleted at their own request.")).toBeVisible();
  await expect(field(page)).toHaveCount(0);
  await expect(said(page).last()).toContainText("has been deleted");
  await page.goBack();
  await expect(page.getByText("No matches")).toBeVisible();
});

test("A message that could not be sent stays in the field", async ({ page, context, complaints }) => {
  await signIn(page, "full-access");
  await page.goto("/assistant/usr-nadia-brandt");
  await expect(field(page)).toBeVisible();
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await field(page).fill("Help");
  await field(page).press("Enter");
  await expect(field(page)).toHaveAccessibleDescription(/The server cannot be reached/);
  await expect(field(page)).toHaveValue("Help");
  await expect(field(page)).toBeFocused();
  await context.setOffline(false);
  await field(page).press("Enter");
  await expect(said(page).last()).toContainText("You can send me:");
  await expect(field(page)).toHaveValue("");
});

test.describe("with passwords", () => {
  test.use({ flags: ["--auth", "password"] });

  test("nobody can write as someone else", async ({ page, world }) => {
    const password = "correct horse battery staple";
    await attache(["user", "passwd", "owner", "--password-stdin", "--data", world], `${password}\n`);
    await page.request.post("/api/v1/session", { data: { principal: "owner", password } });
    for (const path of ["/assistant", "/assistant/usr-nadia-brandt"]) {
      await page.goto(path);
      await expect(page.getByRole("main")).toContainText("Simulated chat not available");
    }
    const navigation = page.getByRole("navigation", { name: "Main" });
    await expect(navigation.getByRole("link", { name: "Accounts" })).toBeVisible();
    await expect(navigation.getByRole("link", { name: "Assistant" })).toHaveCount(0);
  });
});

function people(page: Page): Locator {
  return page.getByRole("table", { name: "People" });
}

function frame(page: Page): Locator {
  return page.getByRole("region", { name: /^The Assistant and / });
}

/** Returns the messages. */
function said(page: Page): Locator {
  return page.getByRole("log", { name: /with the Assistant$/ }).getByRole("article");
}

/** Returns the message field. */
function field(page: Page): Locator {
  return page.getByRole("textbox", { name: /^Message from/ });
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, element: Locator, key = "Tab"): Promise<void> {
  const there = () => element.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await there()); presses++) await page.keyboard.press(key);
  await expect(element).toBeFocused();
}
