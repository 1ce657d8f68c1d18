import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { type AuditEvent, accountNamed, read, submitPastThePage } from "../src/api.ts";
import { signIn } from "../src/console.ts";
import { parseCsv } from "../src/links.ts";
import { Server } from "../src/server.ts";
import { expect, test } from "../src/story.ts";
import { tamper } from "../src/tamper.ts";

const ACCOUNT = "Juniper Freight";

test("The audit log's filters live in the URL, and an event opens beside the list", async ({ page }) => {
  await signIn(page, "owner");
  const { id } = await accountNamed(page, ACCOUNT);
  expect((await submitPastThePage(page, id)).status()).toBe(202);
  expect((await submitPastThePage(page, id)).status()).toBe(409);
  await page.goto(`/accounts/${id}/users`);
  await page.getByRole("navigation").getByRole("link", { name: "Audit log", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeFocused();

  const table = page.getByRole("table", { name: "Audit log" });
  const rows = table.getByRole("row");
  await page.getByRole("combobox", { name: "Event" }).selectOption({ label: "Request attachments" });
  await expect(rows).toHaveCount(3);
  await page.getByRole("combobox", { name: "Outcome" }).selectOption("Failed");
  await expect(page).toHaveURL(/[?&]action=StartDataExport&outcome=failed$/);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(
    /Request attachments.*Failed.*ExportRunning.*Ines Marchetti.*owner.*127\.0\.0\.1/s,
  );

  // The details are part of the URL: a reload keeps them open, and going back closes them.
  await rows.nth(1).getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "Request attachments" });
  await expect(drawer).toContainText('"eventName": "StartDataExport"');
  await expect(drawer).toContainText('"errorCode": "ExportRunning"');
  await page.reload();
  await expect(drawer).toBeVisible();
  await page.goBack();
  await expect(drawer).toBeHidden();
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByRole("link").click();
  await drawer.getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/outcome=failed$/);

  const who = page.getByRole("combobox", { name: "Who" });
  await who.fill("nobody-of-this-name");
  await who.press("Enter");
  await expect(page.getByText("No matches")).toBeVisible();
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page).toHaveURL(/activity$/);
  await page.getByRole("combobox", { name: "When" }).selectOption("Last hour");
  await expect(rows.nth(1)).toBeVisible();
  await page.getByRole("combobox", { name: "When" }).selectOption("Between…");
  await page.getByLabel("To (UTC)").fill("2001-01-01T00:00");
  await page.getByLabel("To (UTC)").blur();
  await expect(page.getByText("No matches")).toBeVisible();
});

test("Events without an account appear in the overall log", async ({ page }) => {
  await signIn(page, "owner");
  await page.getByRole("navigation").getByRole("link", { name: "All audit events" }).click();
  await page.getByRole("combobox", { name: "Event" }).selectOption({ label: "Sign in" });
  await expect(page.getByRole("table", { name: "Audit log" }).getByRole("row").nth(1)).toContainText(
    /Sign in.*Allowed.*owner/s,
  );
});

test("The downloaded files contain the events in the list", async ({ page }) => {
  await signIn(page, "owner");
  const { id } = await accountNamed(page, ACCOUNT);
  await submitPastThePage(page, id);
  await page.goto(`/accounts/${id}/activity?action=StartDataExport`);
  await expect(page.getByRole("table", { name: "Audit log" }).getByRole("row")).toHaveCount(2);
  const listed = (await read(page, `/api/v1/audit/events?account=${id}&event=StartDataExport`)) as {
    items: AuditEvent[];
  };
  expect(listed.items).toHaveLength(1);

  const rows = parseCsv(await saved(page, "Export CSV", /^audit-juniper-freight-[-\d]+\.csv$/));
  expect(rows.map((row) => row.record)).toEqual(listed.items.map((event) => event.record));
  expect(rows[0]).toMatchObject({
    sequence: `${listed.items[0]?.sequence}`,
    principal_id: "owner",
    outcome: "allowed",
  });
  const lines = (await saved(page, "Export NDJSON", /^audit-juniper-freight-[-\d]+\.ndjson$/)).trimEnd().split("\n");
  expect(lines).toEqual(listed.items.map((event) => event.record));
});

test("The page identifies a record that was altered in the database", async ({ page, server, world, another }) => {
  await signIn(page, "owner");
  const { id } = await accountNamed(page, ACCOUNT);
  await submitPastThePage(page, id);
  await page.goto("/activity");
  const integrity = page.getByRole("region", { name: "Log integrity" });
  await expect(integrity).toContainText(/Audit log verified\s*[\d,]+ records, checked at/);
  const listed = (await read(page, "/api/v1/audit/events?event=StartDataExport")) as { items: AuditEvent[] };
  const [event] = listed.items;
  await page.goto("about:blank");
  await server.stop();
  await tamper(world, event?.record ?? "", (record) => record.replace("StartDataExport", "StartDataExporT"));

  const again = await Server.start(world);
  try {
    const witness = await another(again);
    await signIn(witness, "owner");
    await witness.goto("/activity");
    const finding = witness.getByRole("region", { name: "Log integrity" }).getByRole("alert");
    await expect(finding).toContainText(`Record ${event?.sequence} was altered.`);
    await expect(finding).toContainText(event?.id ?? "");
    await finding.getByRole("link", { name: "Show record" }).click();
    await expect(witness.getByRole("dialog")).toContainText("StartDataExporT");
  } finally {
    await again.stop();
  }
});

test("A principal without access to the audit log sees which action is missing", async ({ page }) => {
  await signIn(page, "full-access");
  await page.goto("/activity");
  await expect(page.getByRole("main")).toContainText("cloudtrail:LookupEvents");
  await expect(page.getByRole("main").getByRole("link", { name: "View your permissions" })).toHaveAttribute(
    "href",
    /^\/access/,
  );
});

/** Returns the file that the browser saves for a link. */
async function saved(page: Page, link: string, name: RegExp): Promise<string> {
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(name);
  return readFile(await file.path(), "utf8");
}
