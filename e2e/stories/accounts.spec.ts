import { accountNamed } from "../src/api.ts";
import { expectDisabled, openAccount, signIn } from "../src/console.ts";
import { hold } from "../src/network.ts";
import { expect, test } from "../src/story.ts";

test("An account can be created, renamed and deleted", async ({ page }) => {
  await signIn(page, "full-access");
  await page.getByRole("button", { name: "New account" }).click();
  const made = page.getByRole("dialog", { name: "New account" });
  const name = made.getByRole("textbox", { name: "Account name" });
  await made.getByRole("button", { name: "Create account" }).click();
  await expect(name).toHaveAccessibleDescription(/Enter a name\./);
  await expect(name).toBeFocused();
  await name.fill("x".repeat(101));
  await expect(name).toHaveAccessibleDescription(/At most 100 characters \(101 entered\)\./);
  await name.fill("Fern Labs");
  await made.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account summary" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Fern Labs");

  await page.getByRole("button", { name: "Account actions" }).click();
  await page.getByRole("menuitem", { name: "Rename account" }).click();
  const renamed = page.getByRole("dialog", { name: "Rename account" });
  await expect(renamed.getByRole("textbox")).toHaveValue("Fern Labs");
  await renamed.getByRole("textbox").fill("Fern & <b>Sons</b>");
  await renamed.getByRole("button", { name: "Rename account" }).click();
  await expect(renamed).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toContainText("Fern & <b>Sons</b>");

  await page.getByRole("button", { name: "Account actions" }).click();
  await page.getByRole("menuitem", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Fern & <b>Sons</b>?" });
  await expect(dialog).toContainText("every link in them stops working immediately");
  await dialog.getByRole("textbox").fill("Fern & <b>Sons</b>");
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText(
    "The account Fern & <b>Sons</b> was deleted.",
  );
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Accounts" })).toContainText("Kite Studio");
  await expect(page.getByRole("table", { name: "Accounts" })).not.toContainText("Fern");
});

test("Obstacles to deleting an account are shown beforehand, with links to them", async ({ page }) => {
  await signIn(page, "full-access");
  for (const [name, reason, way, heading] of [
    ["Kite Studio", /\d+ people are still in this account\. Remove users/, "View users", "Users"],
    ["Juniper Freight", /once it has no domain.*juniperfreight\.example/, "View domains", "Domains"],
  ] as const) {
    await page.goto("/accounts");
    await openAccount(page, name);
    await page.getByRole("button", { name: "Account actions" }).click();
    await page.getByRole("menuitem", { name: "Delete account" }).click();
    const dialog = page.getByRole("dialog", { name: `${name} cannot be deleted yet` });
    await expect(dialog).toContainText(reason);
    await dialog.getByRole("link", { name: way }).click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    // The server refuses too.
    const { id } = await accountNamed(page, name);
    const refused = await page.request.delete(`/api/v1/accounts/${id}`);
    expect(refused.status()).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "conflict" });
  }
});

test("A read-only principal sees which action is missing", async ({ page }) => {
  const missing = (action: string) => `None of your policies allows chime:${action}.`;
  await signIn(page, "read-only");
  await expectDisabled(page.getByRole("button", { name: "New account" }), missing("CreateAccount"));
  await page.getByRole("button", { name: "Actions for Kite Studio" }).click();
  await expectDisabled(page.getByRole("menuitem", { name: "Rename account" }), missing("RenameAccount"));
  await expectDisabled(page.getByRole("menuitem", { name: "Delete account" }), missing("DeleteAccount"));
  await page.keyboard.press("Escape");

  await openAccount(page, "Juniper Freight");
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Domains/ })
    .click();
  await expectDisabled(page.getByRole("button", { name: "Claim a new domain" }), missing("AddDomain"));
  await page.getByRole("link", { name: "juniperfreight.example" }).click();
  await expectDisabled(page.getByRole("button", { name: "Remove domain…" }), missing("DeleteDomain"));
  const { id } = await accountNamed(page, "Juniper Freight");
  await page.goto(`/accounts/${id}/identity/domains/new`);
  await expect(page.getByRole("main")).toContainText("None of your policies allows chime:AddDomain");
});

test("A background refresh keeps the list visible until new data arrives", async ({ page }) => {
  await signIn(page, "full-access");
  const table = page.getByRole("table", { name: "Accounts" });
  await expect(table).toContainText("Juniper Freight");
  const { asked, release } = await hold(page, /\/api\/v1\/accounts(\?|$)/);
  const made = await page.request.post("/api/v1/accounts", { data: { name: "Fern Labs" } });
  expect(made.status()).toBe(201);
  await asked;
  await expect(table).toHaveAttribute("aria-busy", "false");
  release();
  await expect(table).toContainText("Fern Labs");
});
