import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { accountNamed, read } from "../src/api.ts";
import { violations } from "../src/axe.ts";
import { expectRowVisible, panel, signIn } from "../src/console.ts";
import { hold } from "../src/network.ts";
import { expect, test } from "../src/story.ts";

const ROOM = "Route maps";

test("A file in a new room adds to the account's estimate until the room is deleted", async ({ page }) => {
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, "Juniper Freight");
  const before = await estimated(page, id);
  await page.getByRole("navigation").getByRole("link", { name: "Demo panel" }).click();
  const section = page.getByRole("region", { name: "Use the chat" });
  await section.getByRole("searchbox", { name: "Search all users" }).fill("mara okafor");
  await section.getByRole("link", { name: "Mara Okafor" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Mara Okafor in the chat" })).toBeFocused();

  await page.getByRole("button", { name: "New chat room" }).click();
  const making = page.getByRole("dialog", { name: "New chat room" });
  await making.getByRole("button", { name: "Create chat room" }).click();
  await expect(making.getByRole("textbox", { name: "Name" })).toBeFocused();
  await expect(making.getByRole("textbox", { name: "Name" })).toHaveAccessibleDescription("Enter a name.");
  await page.keyboard.type(ROOM);
  await making.getByRole("searchbox", { name: "Search people to add" }).fill("rosa");
  await making
    .getByRole("button", { name: /^Add Rosa/ })
    .first()
    .click();
  await expect(making).toContainText("2 people, Mara Okafor included");
  await making.getByRole("button", { name: "Create chat room" }).click();
  await expect(making).toBeHidden();
  await expect(news(page)).toContainText(`“${ROOM}” was created.`);
  await expectRowVisible(places(page), { Name: ROOM, Members: /^2$/, Attachments: /^0$/ });

  // The dialog shows that the upload is running, and sends the file only once.
  const upload = await hold(page, /\/simulator\/uploads\?/, "POST");
  const sending = await askToSend(page, ROOM);
  await sending.getByRole("button", { name: "Send" }).click();
  await expect(file(sending)).toBeFocused();
  await expect(file(sending)).toHaveAccessibleDescription("At most 50 MB. The file keeps its name. Choose a file.");
  await file(sending).setInputFiles({
    name: "to the <b>sea</b>.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("left, then right"),
  });
  await sending.getByRole("button", { name: "Send" }).dblclick();
  await expect(sending.getByRole("status")).toHaveText("Sending to the <b>sea</b>.txt…");
  upload.release();
  await expect(sending).toBeHidden();
  expect(upload.count()).toBe(1);
  await expect(news(page)).toContainText(`to the <b>sea</b>.txt (16 bytes) was sent to ${ROOM}.`);
  await expectRowVisible(places(page), { Name: ROOM, Attachments: /^1$/ });

  expect(await estimated(page, id)).toBe(before + 1);
  await page.goto(`/accounts/${id}/settings/account`);
  await expect(panel(page)).toContainText((before + 1).toLocaleString("en-GB"));
  await page.goto(`/accounts/${id}/users/usr-mara-okafor`);
  await expectRowVisible(places(page), { Name: ROOM, Attachments: /^1$/ });

  await page.goto("/demo/chat/usr-mara-okafor");
  await places(page)
    .getByRole("button", { name: `Delete ${ROOM}` })
    .click();
  const deleting = page.getByRole("dialog", { name: `Delete the chat room ${ROOM}?` });
  await deleting.getByRole("button", { name: "Delete chat room" }).click();
  await expect(deleting).toBeHidden();
  await expect(news(page)).toContainText(`The chat room ${ROOM} was deleted.`);
  await expect(places(page).getByRole("row").filter({ hasText: ROOM })).toHaveCount(0);
  expect(await estimated(page, id)).toBe(before);
});

test("Files that are too large and a 51st person are refused before sending, and server refusals are shown", async ({
  page,
  complaints,
}) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await signIn(page, "full-access");
  await page.goto("/demo/chat/usr-mara-okafor");
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/simulator/")) sent += 1;
  });
  const sending = await askToSend(page);
  const folder = await mkdtemp(join(tmpdir(), "attache-e2e-"));
  const large = join(folder, "large.bin");
  const handle = await open(large, "w");
  await handle.truncate(50_000_001);
  await handle.close();
  await file(sending).setInputFiles(large);
  const tooLarge = /large\.bin is too large: it has 50,000,001 bytes, and the limit is 50,000,000 bytes\./;
  await expect(file(sending)).toHaveAccessibleDescription(tooLarge);
  await sending.getByRole("button", { name: "Send" }).click();
  await expect(file(sending)).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sending).toBeHidden();
  await rm(folder, { recursive: true });

  await page.getByRole("button", { name: "New group conversation" }).click();
  const making = page.getByRole("dialog", { name: "New group conversation" });
  const others = making.getByRole("textbox", { name: "Other members" });
  await making.getByRole("textbox", { name: "Name" }).fill("Everybody");
  await making.getByRole("button", { name: "Create group" }).click();
  await expect(others).toBeFocused();
  await expect(others).toHaveAccessibleDescription(/A group conversation has at least 3 people; 1 selected/);
  const people = (count: number) => Array.from({ length: count }, (_, i) => `person${i}@studio.example`).join("; ");
  await others.fill(people(50));
  await expect(others).toHaveAccessibleDescription(/A group conversation has at most 50 people; 51 selected/);
  await making.getByRole("button", { name: "Create group" }).click();
  await expect(others).toBeFocused();
  expect(await violations(page)).toEqual([]);
  expect(sent, "nothing was sent").toBe(0);

  complaints.expect(/status of 422/);
  await others.fill(people(49));
  await expect(others).not.toHaveAttribute("aria-invalid");
  await making.getByRole("button", { name: "Create group" }).click();
  await expect(others).toHaveAccessibleDescription(/No user has the address "person0@studio\.example"\./);
  await expect(making).toContainText("50 people, Mara Okafor included");
});

/** Returns the estimated number of attachments in scope. */
async function estimated(page: Page, account: string): Promise<number> {
  return ((await read(page, `/api/v1/accounts/${account}/exports/estimate`)) as { attachments: number }).attachments;
}

/** Opens the upload dialog of this room or conversation, or of the first one if `name` is empty. */
async function askToSend(page: Page, name = ""): Promise<Locator> {
  await places(page)
    .getByRole("button", { name: `Send a file to ${name}` })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: /^Send a file to / });
  await expect(dialog).toBeVisible();
  return dialog;
}

function file(dialog: Locator): Locator {
  return dialog.getByLabel("File", { exact: true });
}

function places(page: Page): Locator {
  return page.getByRole("table", { name: "Conversations and chat rooms" });
}

function news(page: Page): Locator {
  return page.getByRole("log", { name: "Status messages" });
}
