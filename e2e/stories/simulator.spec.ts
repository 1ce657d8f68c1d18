import { expectRowVisible, signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

test("The page shows a principal's permissions and the deciding statements", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/access/principals/start-only");
  await expect(page.getByRole("heading", { level: 1, name: "Sam Okafor" })).toBeVisible();
  const actions = page.getByRole("table", { name: "Actions of chime" });
  await expectRowVisible(actions, { Action: "chime:RetrieveDataExport", Decision: "Not allowed" });
  const allowed = await expectRowVisible(actions, { Action: "chime:StartDataExport", Decision: "Allowed" });

  // The deciding statement is highlighted in its document.
  await allowed.getByRole("link", { name: "StartOnly, statement 2 (Submit)" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "StartOnly" })).toBeVisible();
  await expect(page).toHaveURL(/line=14-19/);
});

test("The policy simulator names the deciding statement and uses the context you enter", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/access/simulator");
  await page.getByLabel("Principal").fill("denied");
  await page.getByLabel("Action").fill("chime:StartDataExport");
  await page.getByRole("button", { name: "Simulate" }).click();
  const answer = page.getByRole("region", { name: "Result" });
  await expect(answer).toContainText("Not allowed");
  await expect(page).toHaveURL(/principal=denied&action=chime%3AStartDataExport/);

  await page.request.put("/api/v1/access/principals/denied/policies/export-for-legal");
  await page.getByRole("button", { name: "Simulate" }).click();
  await expect(answer).toContainText("Not allowed");

  // Robin is in Sales. In Legal, the policy would allow it.
  await page.getByLabel("Value of aws:PrincipalTag/department").fill("Legal");
  await page.getByRole("button", { name: "Simulate" }).click();
  await expect(answer).toContainText("Allowed");
  await expect(answer.getByRole("link", { name: /^ExportForLegal, statement 1/ })).toBeVisible();
  await expect(answer).toContainText("A statement allows it, and none denies it.");
});
