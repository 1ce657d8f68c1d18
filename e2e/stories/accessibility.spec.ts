import { type AuditEvent, accountNamed, claimPastThePage, read, submitPastThePage } from "../src/api.ts";
import { violations } from "../src/axe.ts";
import { signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} px wide`, async ({ page, complaints }) => {
      test.setTimeout(300_000);
      complaints.expect(/status of 404/);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/sign-in");
      await expect(page.getByRole("button", { name: /^Sign in as/ }).first()).toBeVisible();
      expect(await violations(page), "/sign-in").toEqual([]);

      await signIn(page, "owner");
      const { id } = await accountNamed(page, "Juniper Freight");
      const team = await accountNamed(page, "Kite Studio");
      const summary = `/accounts/${id}/settings/account`;
      const visit = async (path: string, heading: string | RegExp) => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
        // Settled: no skeleton is left.
        await expect(page.locator("[aria-busy=true], main .skeleton")).toHaveCount(0);
        expect.soft(await violations(page), path).toEqual([]);
      };
      await visit("/accounts", "Accounts");
      await visit("/access", "Access");
      await visit("/access/principals", "Principals");
      await visit("/access/principals/start-only", "Sam Okafor");
      await visit("/access/policies", "Policies");
      await visit("/access/policies/full-access?line=5-9", "FullAccess");
      await visit("/access/policies/start-only", "StartOnly");
      await visit("/access/policies/new", "New policy");
      await visit("/access/simulator?principal=start-only&action=chime%3AStartDataExport", "Simulator");
      await visit("/activity?range=between", "All audit events");
      const events = (await read(page, "/api/v1/audit/events")) as { items: AuditEvent[] };
      await visit(`/activity?event=${events.items[0]?.id}`, "All audit events");
      await visit(`/accounts/${id}/activity?principal=nobody`, "Audit log");
      await visit("/demo", "Demo panel");
      await visit("/demo/chat/usr-mara-okafor", "Mara Okafor in the chat");
      await page.getByRole("button", { name: "New group conversation" }).click();
      await page.getByRole("searchbox", { name: "Search people to add" }).fill("rosa");
      await expect(page.getByRole("button", { name: /^Add Rosa/ }).first()).toBeVisible();
      expect.soft(await violations(page), "a new group").toEqual([]);
      await visit("/sessions", "Your sessions");
      await visit("/no-such-page", /./);
      await visit(`/accounts/${team.id}/settings/account`, "Account summary");
      await visit(summary, "Account summary");
      await visit(`/accounts/${id}/users`, "Users");
      await page.getByRole("checkbox", { name: "Select all on this page" }).check();
      await page.getByRole("button", { name: "Columns" }).click();
      await page.getByRole("checkbox", { name: "Phone number" }).check();
      expect.soft(await violations(page), "the columns").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Invite users" }).click();
      await page.getByRole("textbox", { name: "Email addresses" }).fill("nobody");
      await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
      await expect(page.getByRole("dialog")).toContainText("0 of 1 address was invited.");
      expect.soft(await violations(page), "who was invited").toEqual([]);
      await visit(`/accounts/${id}/users/usr-mara-okafor`, "Mara Okafor");
      await visit(`/accounts/${team.id}/users/usr-ada-kestrel`, "Ada Kestrel");
      await visit(`/accounts/${id}/settings/retention`, "Retention");
      await page.getByRole("textbox", { name: "Chat rooms: days" }).fill("0");
      await page.getByRole("textbox", { name: "Conversations: days" }).fill("30");
      expect.soft(await violations(page), "retention, edited").toEqual([]);
      await visit(`/accounts/${team.id}/settings/retention`, "Retention");
      await visit("/assistant?q=juniper", "Assistant");
      await visit("/assistant/usr-mara-okafor", /'s chat$/);
      await visit(`/accounts/${id}/identity/domains`, "Domains");
      await visit(`/accounts/${team.id}/identity/domains/new`, "Claim a domain");
      const domain = await claimPastThePage(page, team.id, "kitestudio.example");
      await visit(`/accounts/${team.id}/identity/domains/new?domain=${domain}`, "Claim a domain");
      await visit(`/accounts/${team.id}/identity/domains/${domain}`, "kitestudio.example");
      await submitPastThePage(page, id);
      await visit(summary, "Account summary");
      await page.request.patch("/api/v1/clock", { data: { advanceSeconds: 2 * 86_400 } });
      await expect.poll(async () => (await accountNamed(page, "Juniper Freight")).latest?.state).toBe("Ready");
      await visit(summary, "Account summary");
      await visit(`/accounts/${id}/exports`, "Attachment requests");
      const { latest } = await accountNamed(page, "Juniper Freight");
      await visit(`/accounts/${id}/exports/${latest?.id}`, /^Request of/);
      await page.getByRole("button", { name: "Download file" }).click();
      await page.getByRole("menuitem", { name: /^CSV/ }).click();
      const warning = page.getByRole("dialog", { name: "Before you download the file" });
      await expect(warning).toBeVisible();
      expect.soft(await violations(page), "the warning").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Notifications/ }).click();
      await expect(page.getByRole("dialog", { name: "Notifications" }).getByRole("listitem").first()).toBeVisible();
      expect.soft(await violations(page), "the notifications").toEqual([]);
    });
  }
}
