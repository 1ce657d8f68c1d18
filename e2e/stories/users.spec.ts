import type { Locator, Page } from "@playwright/test";
import { accountNamed, read } from "../src/api.ts";
import { expectDisabled, expectRowVisible, openAccount, panel, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ENTERPRISE = "Juniper Freight";
const TEAM = "Kite Studio";

test("Many people can be invited at once, and each address has its own outcome", async ({ page }) => {
  const { id } = await openUsers(page, TEAM);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/invitations")) sent.push(request.url());
  });
  await page.getByRole("button", { name: "Invite users" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite users" });
  const field = dialog.getByRole("textbox", { name: "Email addresses" });
  await dialog.getByRole("button", { name: "Invite" }).click();
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/Enter an address\./);
  await field.fill(Array.from({ length: 51 }, (_, i) => `person${i}@studio.example`).join(";"));
  await expect(dialog).toContainText("51 of 50");
  await expect(field).toHaveAccessibleDescription(/You can invite at most 50 addresses at once; you entered 51\./);
  await dialog.getByRole("button", { name: "Invite" }).click();

  const addresses = [
    "Iris.New@studio.example; rosa@quayside-haulage.example, ada.kestrel@kitestudio.example",
    "someone@juniperfreight.example",
    "no <b>address</b>",
    "iris.new@STUDIO.example",
  ];
  await field.fill(addresses.join("\n"));
  await expect(dialog).toContainText("6 of 50");
  await dialog.getByRole("button", { name: "Invite" }).dblclick();
  await expect(dialog).toContainText("2 of 6 addresses were invited.");
  expect(sent, "a double click invites once").toHaveLength(1);
  const said = (list: string) =>
    dialog.getByRole("list", { name: list, exact: true }).getByRole("listitem").allInnerTexts();
  const oneLine = async (list: string) => (await said(list)).map((text) => text.replaceAll(/\s+/g, " "));
  expect(await oneLine("Invited")).toEqual([
    "Iris.New@studio.example Invited",
    "rosa@quayside-haulage.example Joined (already used the chat)",
  ]);
  expect(await oneLine("Not invited")).toEqual([
    "ada.kestrel@kitestudio.example Already in the account",
    "someone@juniperfreight.example Domain owned by another account",
    "no <b>address</b> Not a valid email address",
    "iris.new@STUDIO.example Duplicate",
  ]);

  await dialog.getByRole("button", { name: "Invite 2 addresses again…" }).click();
  await expect(field).toHaveValue("someone@juniperfreight.example\nno <b>address</b>");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await search(page, "studio.example");
  await expectRowVisible(users(page), { "Email address": "iris.new@studio.example", Registration: "Unregistered" });
  await search(page, "rosa@");
  await expectRowVisible(users(page), { "Display name": "Rosa Delgado", Registration: "Registered" });
  const { items } = (await read(page, `/api/v1/accounts/${id}/users?q=studio.example`)) as { items: object[] };
  expect(items[0]).toMatchObject({ email: "iris.new@studio.example", invitation: "Pending" });
});

test("Users of an Enterprise account can be given a tier, suspended and un-suspended", async ({ page }) => {
  await openUsers(page, ENTERPRISE);
  const bar = page.getByRole("group", { name: "Selected users" });
  await expectDisabled(bar.getByRole("button", { name: "Suspend", exact: true }), "Select users in the table first.");
  await expectDisabled(bar.getByRole("button", { name: "Remove" }), /Only a Team account removes users\./);

  await search(page, "mara okafor");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(bar).toContainText("1 of 1 user on this page selected");
  await bar.getByRole("button", { name: "Suspend", exact: true }).click();
  const suspend = page.getByRole("dialog", { name: "Suspend Mara Okafor?" });
  await expect(suspend).toContainText("1 user is signed out immediately and cannot sign in until un-suspended.");
  await suspend.getByRole("button", { name: "Suspend" }).click();
  await expect(news(page)).toContainText("Mara Okafor was suspended.");
  await expectRowVisible(users(page), { "Display name": "Mara Okafor", Registration: "Suspended" });
  await expect(bar).toContainText("No users selected");

  await page.getByRole("button", { name: "Actions for Mara Okafor" }).click();
  await expectDisabled(page.getByRole("menuitem", { name: /^Suspend/ }), "Only registered users can be suspended.");
  await page.getByRole("menuitem", { name: /^Un-suspend/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Un-suspend" }).click();
  await expectRowVisible(users(page), { "Display name": "Mara Okafor", Registration: "Registered" });
  await expect(
    page.getByRole("button", { name: "Actions for Mara Okafor" }),
    "the focus stays in the row",
  ).toBeFocused();

  await page.getByRole("button", { name: "Actions for Mara Okafor" }).click();
  await page.getByRole("menuitem", { name: "Assign permissions" }).click();
  const assign = page.getByRole("dialog", { name: "Assign permissions to Mara Okafor" });
  for (const tier of ["Basic", "Pro"]) {
    if (tier === "Pro") {
      await page.getByRole("button", { name: "Actions for Mara Okafor" }).click();
      await page.getByRole("menuitem", { name: "Assign permissions" }).click();
    }
    await assign.getByRole("combobox", { name: "Permission tier" }).selectOption(tier);
    await assign.getByRole("button", { name: "Assign permissions" }).click();
    await expectRowVisible(users(page), { "Display name": "Mara Okafor", "Permission tier": tier });
  }
});

test("Outcomes are listed by user when they differ", async ({ page }) => {
  await openUsers(page, ENTERPRISE);
  await search(page, "r@");
  for (const registration of ["Registered", "Unregistered"]) {
    const row = await expectRowVisible(users(page), { Registration: new RegExp(`^${registration}$`) });
    await row.getByRole("checkbox").check();
  }
  const bar = page.getByRole("group", { name: "Selected users" });
  await bar.getByRole("button", { name: "Suspend", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Suspend 2 users?" });
  await expect(dialog).toContainText("1 user is not registered and is not changed.");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog).toContainText("1 of 2 users was suspended.");
  await expect(dialog.getByRole("listitem")).toContainText(["Not registered; cannot be suspended", "Suspended"]);
  await dialog.getByRole("button", { name: "Close" }).click();

  // The selection covers only visible rows: a search, a filter or another page clears it.
  await expect(bar).toContainText("2 of");
  await search(page, "");
  await expect(bar).toContainText("No users selected");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(bar).toContainText("50 of 50 users on this page selected");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(bar).toContainText("No users selected");
});

test("A user can be removed from a Team account", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, TEAM);
  await panel(page).getByRole("link", { name: "Remove users" }).click();
  await expect(page.getByRole("main")).toContainText("Users you remove become unmanaged");
  const bar = page.getByRole("group", { name: "Selected users" });
  await search(page, "ada.kestrel");
  await page.getByRole("checkbox", { name: "Select Ada Kestrel" }).check();
  await expectDisabled(
    bar.getByRole("button", { name: "Suspend", exact: true }),
    /Only an Enterprise account suspends/,
  );
  await bar.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove Ada Kestrel?" });
  await expect(dialog).toContainText("1 user becomes unmanaged: they leave the account");
  await expect(dialog.getByRole("link", { name: "See how they use the Assistant" })).toHaveAttribute(
    "href",
    "/assistant",
  );
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(news(page)).toContainText("Ada Kestrel was removed.");
  await expect(page.getByRole("main")).toContainText("No matches");

  // Remove another from the user's own page, which then no longer exists.
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  const name = await users(page).getByRole("link").first().innerText();
  await users(page).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.getByRole("button", { name: "User actions" }).click();
  await page.getByRole("menuitem", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  await expect(news(page)).toContainText(`${name} was removed.`);
});

test("Columns and rows can be chosen by keyboard and survive a reload", async ({ page }) => {
  await openUsers(page, ENTERPRISE);
  const headings = () => users(page).getByRole("columnheader").allInnerTexts();
  const usual = await headings();
  await page.getByRole("button", { name: "Columns" }).focus();
  await page.keyboard.press("Enter");
  const choice = page.getByRole("dialog", { name: "Columns" });
  await expect(choice).toBeVisible();
  await expectDisabled(choice.getByRole("button", { name: "Reset" }), "No changes");
  const tick = async (label: string) => {
    await choice.getByRole("checkbox", { name: label }).focus();
    await page.keyboard.press("Space");
  };
  await tick("Phone number");
  await tick("Chat messages sent");
  await tick("Email address");
  await choice.getByRole("combobox", { name: "Rows per page" }).selectOption("25");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Columns" })).toBeFocused();
  const chosen = [
    ...usual.filter((heading) => heading !== "Email address"),
    "Chat messages sent",
    "Phone number",
  ].sort();
  const settled = async () => {
    await expect(users(page).getByRole("row")).toHaveCount(26);
    expect((await headings()).sort()).toEqual(chosen);
  };
  await settled();
  await page.reload();
  await settled();

  await page.evaluate(() => localStorage.setItem("attache.table.users", '{"no":\n-Display name\n9'));
  await page.reload();
  await expect(users(page).getByRole("row")).toHaveCount(51);
  expect(await headings()).toEqual(usual);
});

test("By keyboard alone: select two users, suspend them, and close", async ({ page }) => {
  await openUsers(page, ENTERPRISE);
  await page.getByRole("combobox", { name: "Registration" }).selectOption("Registered");
  await expect(page).toHaveURL(/status=Registered/);
  await expect(users(page)).not.toHaveAttribute("aria-busy", "true");
  const all = page.getByRole("checkbox", { name: "Select all on this page" });
  await all.focus();
  // Tab past the sortable headings to the first row's checkbox.
  const boxes = users(page).getByRole("rowgroup").nth(1).getByRole("checkbox");
  for (const place of [0, 1]) {
    for (let i = 0; i < 8 && !(await isFocused(boxes.nth(place))); i++) await page.keyboard.press("Tab");
    await expect(boxes.nth(place)).toBeFocused();
    await page.keyboard.press("Space");
    await expect(boxes.nth(place)).toBeChecked();
  }
  await expect(all).toHaveJSProperty("indeterminate", true);
  const suspend = page
    .getByRole("group", { name: "Selected users" })
    .getByRole("button", { name: "Suspend", exact: true });
  for (let i = 0; i < 20 && !(await isFocused(suspend)); i++) await page.keyboard.press("Shift+Tab");
  await expect(suspend).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Suspend 2 users?" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Suspend" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(news(page)).toContainText("2 users were suspended.");
  await expect(suspend).toBeFocused();
});

test("A user's page shows everything except their messages", async ({ page, complaints }) => {
  const { id } = await openUsers(page, ENTERPRISE);
  await search(page, "tomas.lindqvist");
  await users(page).getByRole("link", { name: "Tomas Lindqvist" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tomas Lindqvist" })).toBeVisible();
  await expect(page).toHaveTitle(/Tomas Lindqvist/);
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toContainText(/Users.*Tomas Lindqvist/s);
  await expect(page.getByRole("link", { name: /^Users/ }).first()).toHaveAttribute("aria-current", "page");
  const details = page.getByRole("region", { name: "Details" });
  for (const fact of [
    "tomas.lindqvist@juniperfreight.example",
    "Personal PIN",
    "Privacy setting",
    "Phone number",
    "Joined",
  ]) {
    await expect(details).toContainText(fact);
  }

  const detail = (await read(page, `/api/v1/accounts/${id}/users/usr-tomas-lindqvist`)) as {
    attachments: number;
    months: { attachments: number }[];
  };
  expect(detail.attachments).toBeGreaterThan(0);
  const scope = page.getByRole("region", { name: "Attachments in scope" });
  await expect(scope).toContainText(detail.attachments.toLocaleString("en-GB"));
  await expect(scope.getByRole("img", { name: /^Attachments in scope by month of upload\. Most in/ })).toBeVisible();
  await scope.getByText("Show as a table").click();
  await expect(scope.getByRole("table").getByRole("row")).toHaveCount(detail.months.length + 1);

  const places = page.getByRole("table", { name: "Conversations and chat rooms" });
  await expectRowVisible(places, { Kind: "Chat room" });
  await expect(places.getByRole("row").nth(1)).toBeVisible();

  // A released user is not managed, and a Team account cannot request.
  await page.goto(`/accounts/${id}/users/usr-nadia-brandt`);
  await expect(scope).toContainText("This user is not managed");
  const team = await accountNamed(page, TEAM);
  await page.goto(`/accounts/${team.id}/users/usr-ada-kestrel`);
  await expect(scope).toContainText("Team accounts cannot request attachments");

  complaints.expect(/status of 404/);
  await page.goto(`/accounts/${team.id}/users/usr-tomas-lindqvist`);
  await expect(page.getByRole("main")).toContainText("Not found");
});

test("Names with markup or bidirectional overrides are shown as plain names", async ({ page }) => {
  const { id } = await openUsers(page, ENTERPRISE);
  await search(page, "markup@");
  await users(page).getByRole("link", { name: "<img src=x onerror=alert(1)>" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("<img src=x onerror=alert(1)>");
  await page.goto(`/accounts/${id}/users?q=bidi%40`);
  await page
    .getByRole("checkbox", { name: /^Select/ })
    .last()
    .check();
  await page
    .getByRole("group", { name: "Selected users" })
    .getByRole("button", { name: "Suspend", exact: true })
    .click();
  // Each override is shown as a mark, and the name is isolated, so that the text after it stays in its place.
  await expect(page.getByRole("dialog").getByRole("heading")).toHaveText(/^Suspend \u2068.*\uFFFD.*\u2069\?$/);
});

test("Every column can be reached at any width", async ({ page }) => {
  await openUsers(page, ENTERPRISE);
  const box = page.getByRole("group", { name: "Users", exact: true });
  for (const width of [1280, 1024, 768, 375]) {
    await page.setViewportSize({ width, height: 900 });
    const reached = await box.evaluate(
      (box) => box.scrollWidth <= box.clientWidth || getComputedStyle(box).overflowX === "auto",
    );
    expect(reached, `${width} px`).toBe(true);
  }
});

test("Headings stay visible while scrolling, and the next page starts at its top", async ({ page }) => {
  await openUsers(page, ENTERPRISE);
  const heading = users(page).getByRole("columnheader", { name: "Display name" });
  const [first, last] = [users(page).getByRole("rowheader").first(), users(page).getByRole("rowheader").nth(49)];
  // With room for all columns, and with horizontal scrolling.
  for (const width of [1280, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    await last.scrollIntoViewIfNeeded();
    await expect(first).not.toBeInViewport();
    await expect(heading).toBeInViewport();
  }
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(first).toBeInViewport();
  await expect(last).toBeAttached();
});

test("A read-only principal sees which action is missing", async ({ page }) => {
  const missing = (action: string) => `None of your policies allows chime:${action}.`;
  await openUsers(page, ENTERPRISE, "read-only");
  await expectDisabled(page.getByRole("button", { name: "Invite users" }), missing("InviteUsers"));
  await users(page).getByRole("checkbox").nth(1).check();
  const bar = page.getByRole("group", { name: "Selected users" });
  for (const [button, action] of [
    ["Assign permissions", "UpdateUserLicenses"],
    ["Suspend", "SuspendUsers"],
    ["Un-suspend", "ActivateUsers"],
    ["Remove", "SuspendUsers"],
  ] as const) {
    await expectDisabled(bar.getByRole("button", { name: button, exact: true }), missing(action));
  }
  await users(page).getByRole("link").first().click();
  await page.getByRole("button", { name: "User actions" }).click();
  await expectDisabled(page.getByRole("menuitem", { name: /^Suspend/ }), missing("SuspendUsers"));
  await page.getByRole("menuitem", { name: "View your permissions" }).click();
  await expect(page).toHaveURL(/\/access\?action=chime%3AUpdateUserLicenses/);
});

test("A user's page also shows a missing permission to list users", async ({ page, complaints }) => {
  complaints.expect(/status of 403/);
  await page.request.post("/api/v1/session", { data: { principal: "denied" } });
  await page.goto("/accounts/juniper-freight/users/usr-mara-okafor");
  await expect(page.getByRole("main")).toContainText("chime:GetUser");
});

/** Signs in and opens an account's users. Returns the account. */
async function openUsers(page: Page, account: string, principal = "full-access"): Promise<{ id: string }> {
  await signIn(page, principal);
  const { id } = await accountNamed(page, account);
  await page.goto(`/accounts/${id}/users`);
  await expect(users(page).getByRole("link").first()).toBeVisible();
  return { id };
}

function users(page: Page): Locator {
  return page.getByRole("table", { name: "Users" });
}

function news(page: Page): Locator {
  return page.getByRole("log", { name: "Status messages" });
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search users" }).fill(text);
  await page.keyboard.press("Enter");
  await expect.poll(() => new URL(page.url()).searchParams.get("q") ?? "").toBe(text);
  await expect(users(page)).not.toHaveAttribute("aria-busy", "true");
}

function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate((element) => element === document.activeElement);
}
