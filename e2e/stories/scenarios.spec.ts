import type { Page } from "@playwright/test";
import { expectDisabled, panel, signIn } from "../src/console.ts";
import { hold } from "../src/network.ts";
import { expect, test } from "../src/story.ts";

async function launch(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "Demo panel" }).click();
  const scenarios = page.getByRole("list", { name: "Scenarios" });
  await scenarios.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account summary" })).toBeFocused({ timeout: 60_000 });
}

/** Whether another request is allowed now: yes, not yet, or not shown. */
type Window = "open" | "closed" | "unsaid";

/** The Attachments panel's text about the latest request in each scenario, and the state of the window. */
const SIGHTS: [string, RegExp, Window][] = [
  ["Processing", /Processing/, "unsaid"],
  ["Ready", /Ready(?!,).*until links expire/s, "closed"],
  ["Ready with errors", /Ready, \d+ errors?.*until links expire/s, "closed"],
  ["Failed", /The request failed on/, "open"],
  ["Cooling down", /The links were revoked on/, "closed"],
  ["Available", /The links were revoked on/, "open"],
  ["Dead window", /The links expired on/, "closed"],
  ["Expired", /The links expired on/, "open"],
  ["Revoked", /The links were revoked on/, "open"],
  ["Team account", /Team accounts cannot request attachments/, "unsaid"],
];

async function expectWindow(page: Page, window: Window): Promise<void> {
  const request = panel(page).getByRole("button", { name: "Request attachments", exact: true });
  await expect(panel(page).getByText("Current scope of a request")).toHaveCount(window === "open" ? 1 : 0);
  await expect(panel(page).getByText("The next request opens in")).toHaveCount(window === "closed" ? 1 : 0);
  await expect(request).toHaveCount(window === "unsaid" ? 0 : 1);
  if (window === "open") await expect(request).not.toHaveAttribute("aria-disabled");
  if (window === "closed") await expectDisabled(request, /./);
}

test("Each designed state is one click away", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, "owner");
  for (const [name, sight, window] of SIGHTS) {
    await test.step(name, async () => {
      await launch(page, name);
      await expect(panel(page)).toContainText(sight);
      await expectWindow(page, window);
    });
  }
  await test.step("Denied", async () => {
    // Even if the session is slow to load, the page makes no calls as the former principal.
    const { release } = await hold(page, /\/api\/v1\/session$/);
    await launch(page, "Denied");
    await expect(panel(page)).toContainText("You don't have permission to request attachments.");
    release();
    await expect(page.getByText(/^You are now signed in as .+\./)).toBeVisible();
    await expect(panel(page)).toContainText("chime:StartDataExport");
  });
});

test("Leaving the panel before a scenario is ready keeps you signed in as before", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/demo");
  const { asked, release } = await hold(page, /simulator\/scenarios$/, "POST");
  const signedIn: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/session")) signedIn.push(request.url());
  });
  await page.getByRole("list", { name: "Scenarios" }).getByRole("button", { name: "Denied", exact: true }).click();
  await asked;
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accounts" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeFocused();
  const answered = page.waitForResponse(/simulator\/scenarios$/);
  release();
  await (await answered).finished();
  // Once the page gets another response, it has processed the previous one.
  await page.evaluate(async () => (await fetch("/api/v1/session")).text());
  await page.reload();
  await expect(page.getByRole("button", { name: /^Ines Marchetti/ })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  expect(signedIn).toEqual([]);
});

test("The demo panel shows deliberate faults and repairs them", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/demo");
  await expect(page.getByText("All stored files are intact").first()).toBeVisible();
  await page.getByRole("button", { name: "Remove a file" }).click();
  await expect(page.getByText(/^a file of /)).toHaveCount(1);
  await page.getByRole("button", { name: "Damage a file" }).click();
  await expect(page.getByText(/^a file of /)).toHaveCount(2);
  await page.getByRole("button", { name: "Repair all files" }).click();
  await expect(page.getByText(/^a file of /)).toHaveCount(0);

  await page.getByLabel("Delay for each file store read").selectOption("1 second");
  await expect(page.getByText("Slow file store")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Delay for each file store read")).toHaveValue("1000");
  const unusual = await page.request.put("/api/v1/simulator/machinery", { data: { storeDelayMillis: 300 } });
  expect(unusual.ok()).toBe(true);
  await page.reload();
  await expect(page.getByLabel("Delay for each file store read")).toHaveValue("300");
  await page.getByRole("button", { name: "Crash the worker" }).click();
  await expect(page.getByText("The worker crashed.", { exact: false })).toBeVisible();

  const life = page.getByRole("button", { name: "Simulated activity" });
  await expect(life).toHaveAttribute("aria-pressed", "false");
  await life.click();
  await expect(life).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(life).toHaveAttribute("aria-pressed", "true");
});

test("A reset keeps everyone signed in and shows them the new data", async ({ page, another }) => {
  test.setTimeout(120_000);
  const theirs = await another();
  await signIn(theirs, "full-access");
  await signIn(page, "owner");
  await page.getByRole("button", { name: "New account" }).click();
  await page.getByRole("textbox", { name: "Account name" }).fill("Soon gone");
  await page.getByRole("dialog").getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account summary" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Soon gone" })).toBeVisible();
  await theirs.getByRole("button", { name: "New account" }).click();
  const draft = theirs.getByRole("textbox", { name: "Account name" });
  await draft.fill("Not yet there");
  await page.goto("/demo");
  await page.getByRole("button", { name: "Reset demo data" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Reset demo data" })).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("textbox", { name: "Type reset to confirm" }).fill("reset");
  await dialog.getByRole("button", { name: "Reset demo data" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: "Juniper Freight" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Soon gone" })).toHaveCount(0);
  // Others see the new world too, and lose no unsaved input.
  await expect(theirs.getByText("Soon gone")).toHaveCount(0);
  await expect(draft).toHaveValue("Not yet there");
});
