import type { Locator, Page } from "@playwright/test";
import { accountNamed, pauseAt } from "../src/api.ts";
import { openAccount, panel, requestAttachments, signIn, untilDelivered } from "../src/console.ts";
import { START } from "../src/server.ts";
import { expect, test } from "../src/story.ts";

test("A Team account claims its domain, first with the suffix doubled, and then requests its attachments", async ({
  page,
}) => {
  await signIn(page, "full-access");
  await pauseAt(page, new Date(START));
  await openAccount(page, "Kite Studio");
  await panel(page).getByRole("link", { name: "Claim a domain" }).click();
  await page.getByRole("textbox", { name: "Domain" }).fill("KiteStudio.Example.");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Prove that you own kitestudio.example" })).toBeVisible();

  // The step is in the URL, so a reload loses nothing.
  await page.reload();
  await expect(page.getByRole("main")).toContainText("enter only _attache-challenge as the name");

  // The classic mistake: the provider appends the domain to a name that already includes it.
  const wrong = "_attache-challenge.kitestudio.example.kitestudio.example";
  const right = "_attache-challenge.kitestudio.example";
  const appends = provider(page).getByRole("checkbox", { name: /appends \.kitestudio\.example/ });
  await appends.check();
  await provider(page).getByRole("button", { name: "Add TXT record" }).click();
  await expect(record(page, wrong)).toContainText("Not visible yet");
  await page.getByRole("button", { name: "Verify this domain" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "kitestudio.example" })).toBeVisible();
  await expect(verification(page)).toContainText("No TXT record found.");

  // The server checks again an hour later.
  await anHourLater(page);
  await expect(record(page, wrong)).toContainText("Visible");
  await expect(verification(page)).toContainText(
    `The record's name contains the domain twice. The correct value was found at ${wrong}`,
  );
  await record(page, wrong)
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect(record(page, wrong)).toBeHidden();
  await appends.check();
  await provider(page).getByRole("textbox", { name: "Name" }).fill("_attache-challenge");
  await provider(page).getByRole("button", { name: "Add TXT record" }).click();
  await expect(record(page, right)).toContainText("Not visible yet");
  await anHourLater(page);

  await expect(verification(page)).toContainText(/This is now an Enterprise account\. \d+ people .* are managed by it/);
  await verification(page).getByRole("link", { name: "Request attachments" }).click();
  await expect(page.getByRole("main")).toContainText("kitestudio.example");
  await requestAttachments(page);
  await untilDelivered(page);
  await expect(panel(page).getByRole("button", { name: "Download file" })).toBeVisible();
  expect((await accountNamed(page, "Kite Studio")).latest?.items).toBeGreaterThan(0);
});

test("Another account's domain, a public suffix and a person's address are refused beside the field", async ({
  page,
  complaints,
}) => {
  complaints.expect(/status of (409|422)/);
  await signIn(page, "full-access");
  const { id } = await accountNamed(page, "Kite Studio");
  await page.goto(`/accounts/${id}/identity/domains/new`);
  const domain = page.getByRole("textbox", { name: "Domain" });
  const claim = async (name: string) => {
    await domain.fill(name);
    await page.getByRole("button", { name: "Continue" }).click();
  };
  for (const [name, reason] of [
    ["", /Enter a domain/],
    ["co.uk", /public suffix/],
    ["ada@kitestudio.example", /only the domain/],
  ] as const) {
    await claim(name);
    await expect(domain).toHaveAccessibleDescription(reason);
    await expect(domain).toHaveAttribute("aria-invalid", "true");
  }
  await claim("juniperfreight.example");
  await expect(page.getByRole("alert")).toContainText("Another account owns this domain.");
  // Both spellings are the same name.
  await claim("BÜCHER.example");
  await expect(page.getByRole("heading", { name: "Prove that you own bücher.example" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("_attache-challenge.xn--bcher-kva.example");
  await page.goBack();
  await claim("xn--bcher-kva.example");
  await expect(page.getByRole("alert")).toContainText("This account has already claimed the domain.");
});

test("Removing the last domain shows its effect in numbers and cancels the running request", async ({ page }) => {
  await signIn(page, "full-access");
  await openAccount(page, "Harbor Health");
  await pauseAt(page, new Date(START));
  await requestAttachments(page);
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Domains/ })
    .click();
  await page.getByRole("link", { name: "harborhealth.example" }).click();
  await page.getByRole("button", { name: "Remove domain…" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove harborhealth.example?" });
  await expect(dialog).toContainText(/\d+ registered users are signed out and released/);
  await expect(dialog).toContainText("the account becomes a Team account");
  await expect(dialog).toContainText("The running attachment request is cancelled.");
  const remove = dialog.getByRole("button", { name: "Remove domain" });
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("textbox").fill("harborhealth.example");
  await remove.click();
  await expect(page.getByRole("heading", { level: 1, name: "Domains" })).toBeVisible();
  await expect(page.getByRole("log", { name: "Status messages" })).toContainText("The account is now a Team account.");
  await expect(page.getByRole("main")).toContainText("No domains");
  expect((await accountNamed(page, "Harbor Health")).latest?.state).toBe("Cancelled");
});

/** Returns the simulated DNS provider. */
function provider(page: Page): Locator {
  return page.getByRole("region", { name: "Your DNS provider (simulated)" });
}

/** Returns the provider's record with exactly this name. */
function record(page: Page, name: string): Locator {
  const header = page.getByRole("rowheader", { name, exact: true });
  return provider(page).getByRole("row").filter({ has: header });
}

/** Returns the claim's verification status. */
function verification(page: Page): Locator {
  return page.getByRole("region", { name: "Verification", exact: true });
}

async function anHourLater(page: Page): Promise<void> {
  await page.getByRole("group", { name: "Simulated clock" }).getByRole("button", { name: "Forward 1 h" }).click();
}
