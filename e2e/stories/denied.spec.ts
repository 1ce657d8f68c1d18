import type { Page } from "@playwright/test";
import { accountNamed, submitPastThePage } from "../src/api.ts";
import { expectDisabled, openAccount, panel, requestAttachments, signIn, untilDelivered } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

const ACCOUNT = "Juniper Freight";
const START = "None of your policies allows chime:StartDataExport.";
const RETRIEVE = "None of your policies allows chime:RetrieveDataExport.";

for (const principal of ["user-management", "read-only"]) {
  test(`${principal} sees everything, but can neither request nor download`, async ({ page }) => {
    const { account, latest } = await readyExport(page);
    await signIn(page, principal);
    await openAccount(page, ACCOUNT);
    await expectRequestDisabled(page);
    await expectDisabled(panel(page).getByRole("button", { name: "Download file" }), RETRIEVE);
    await expectDisabled(panel(page).getByRole("button", { name: "Revoke links…" }), START);
    await expectRefused(page, account, "chime:StartDataExport");
    await expectNoFile(page, latest);
  });
}

test("start-only can request, but not download", async ({ page }) => {
  await signIn(page, "start-only");
  await openAccount(page, ACCOUNT);
  await requestAttachments(page);
  await untilDelivered(page);
  await expectDisabled(panel(page).getByRole("button", { name: "Download file" }), RETRIEVE);
  await expectNoFile(page, (await accountNamed(page, ACCOUNT)).latest?.id);
});

test("retrieve-only can download, but not request", async ({ page }) => {
  const { account } = await readyExport(page);
  await signIn(page, "retrieve-only");
  await openAccount(page, ACCOUNT);
  await expectRequestDisabled(page);
  await panel(page).getByRole("button", { name: "Download file" }).click();
  await page.getByRole("menuitem", { name: /^TXT/ }).click();
  await page.getByRole("dialog").getByRole("checkbox").check();
  const saving = page.waitForEvent("download");
  const warning = page.getByRole("dialog", { name: "Before you download the file" });
  await warning.getByRole("checkbox").check();
  await warning.getByRole("button", { name: "Download TXT" }).click();
  expect((await saving).suggestedFilename()).toMatch(/\.txt$/);
  await expectRefused(page, account, "chime:StartDataExport");
});

test("A principal without policies sees which action is missing", async ({ page, complaints }) => {
  const { account, latest } = await readyExport(page);
  complaints.expect(/status of 403/);
  await page.context().clearCookies();
  await page.request.post("/api/v1/session", { data: { principal: "denied" } });
  for (const [path, action] of [
    ["/accounts", "chime:ListAccounts"],
    [`/accounts/${account}/settings/account`, "chime:GetAccount"],
    [`/accounts/${account}/users`, "chime:ListUsers"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("main")).toContainText(action);
  }
  await expectRefused(page, account, "chime:StartDataExport");
  await expectNoFile(page, latest);
});

/** Creates an export as another principal, so that there is a file to refuse. */
async function readyExport(page: Page): Promise<{ account: string; latest: string | undefined }> {
  await page.request.post("/api/v1/session", { data: { principal: "full-access" } });
  const { id } = await accountNamed(page, ACCOUNT);
  expect((await submitPastThePage(page, id)).status()).toBe(202);
  await page.request.patch("/api/v1/clock", { data: { advanceSeconds: 2 * 86_400 } });
  await expect.poll(async () => (await accountNamed(page, ACCOUNT)).latest?.state).toBe("Ready");
  return { account: id, latest: (await accountNamed(page, ACCOUNT)).latest?.id };
}

async function expectRequestDisabled(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Account actions" }).click();
  await expectDisabled(page.getByRole("menuitem", { name: "Request attachments" }), START);
  await page.keyboard.press("Escape");
}

async function expectRefused(page: Page, account: string, missingAction: string): Promise<void> {
  const refused = await submitPastThePage(page, account);
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ code: "accessDenied", missingAction });
}

async function expectNoFile(page: Page, id: string | undefined): Promise<void> {
  for (const format of ["csv", "txt", "ndjson"]) {
    const refused = await page.request.get(`/api/v1/exports/${id}/manifest.${format}`);
    expect(refused.status()).toBe(403);
    expect(await refused.json()).toMatchObject({ missingAction: "chime:RetrieveDataExport" });
  }
}
