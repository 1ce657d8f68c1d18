import { signIn } from "../src/console.ts";
import { expect, test } from "../src/story.ts";

test("Calls fail on purpose, and work again after a click on “End”", async ({ page, complaints }) => {
  complaints.expect(/status of (422|503)/);
  await signIn(page, "full-access");
  await page.goto("/demo");
  const share = page.getByLabel("Share of calls that fail, in percent");
  await share.fill("101");
  await page.getByRole("button", { name: "Make calls fail" }).click();
  await expect(page.getByText("Enter a whole number from 1 to 100.")).toBeVisible();
  await share.fill("100");
  const operation = page.getByLabel("Operation", { exact: true });
  await operation.fill("chime:Nothing");
  await page.getByRole("button", { name: "Make calls fail" }).click();
  await expect(page.getByText("No call that can fail on purpose has this operation.", { exact: false })).toBeVisible();
  await operation.fill("chime:ListAccounts");
  await page.getByRole("button", { name: "Make calls fail" }).click();
  await expect(page.getByText("100% of calls of chime:ListAccounts fail with 503.")).toBeVisible();

  await page.goto("/accounts");
  await expect(page.getByText("This call failed on purpose.", { exact: false }).first()).toBeVisible();
  await page.goto("/demo");
  await page.getByRole("button", { name: "End failing calls" }).click();
  await expect(page.getByText("Failing calls")).toHaveCount(0);
  await page.goto("/accounts");
  await expect(page.getByRole("link", { name: "Juniper Freight" })).toBeVisible();
});

test("The worker's clocks are skewed, beside a slow file store, until a click on “End”", async ({ page }) => {
  await signIn(page, "full-access");
  await page.goto("/demo");
  await page.getByLabel("Delay for each file store read").selectOption("0.1 seconds");
  await page.getByLabel("Seconds", { exact: true }).fill("-7200");
  await page.getByRole("button", { name: "Skew the worker's clocks" }).click();
  await expect(page.getByText("7,200 seconds behind.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("7,200 seconds behind.")).toBeVisible();
  await page.getByRole("button", { name: "End the clock skew" }).click();
  await expect(page.getByText("7,200 seconds behind.")).toHaveCount(0);
  // The other fault is as it was.
  await expect(page.getByText("Slow file store")).toBeVisible();
});

test("The clock is set to a time and a speed", async ({ page, complaints }) => {
  complaints.expect(/status of 422/);
  await signIn(page, "full-access");
  await page.goto("/demo");
  const time = page.getByLabel("Set to (UTC)");
  await page.getByRole("button", { name: "Set the clock" }).click();
  await expect(page.getByText("Enter a date and time.")).toBeVisible();
  await time.fill("2025-01-01T09:30");
  await page.getByRole("button", { name: "Set the clock" }).click();
  await expect(page.getByText("The simulated clock never runs backwards.", { exact: false })).toBeVisible();
  await time.fill("2026-03-01T09:30");
  await page.getByRole("button", { name: "Set the clock" }).click();
  await expect(page.getByRole("group", { name: "Simulated clock" }).getByRole("time")).toHaveAttribute(
    "datetime",
    /^2026-03-01T09:3/,
  );

  const speed = page.getByLabel("Speed", { exact: true });
  await speed.fill("0");
  await page.getByRole("button", { name: "Set the speed" }).click();
  await expect(page.getByText("Enter a number from 1 to 86400.")).toBeVisible();
  await speed.fill("7200");
  await page.getByRole("button", { name: "Set the speed" }).click();
  await expect(page.getByText("Now 7200 × real time.")).toBeVisible();
  await page.getByRole("button", { name: "Automatic speed" }).click();
  await expect(page.getByText("Now automatic", { exact: false })).toBeVisible();
});
